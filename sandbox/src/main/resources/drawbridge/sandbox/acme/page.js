import { Week, addDays, call, clock, dayName, element, live, mondayOf, option, place, today, zones }
  from '/page/calendar.js';
import { List } from '/page/list.js';
import { cancelOne, changeOne, endBefore, isFirst, moveAll, shown, wallOf, weekly } from '/page/series.js';

const TONES = { Planned: 'planned', Held: 'held', 'Not Held': 'not-held' };
const at = (id) => document.getElementById(id);
const state = { account: null, users: [], contacts: new Map(), person: null, view: 'calendar', days: 7 };
let feed = null;
let asked = 0;

const week = new Week(at('calendar'), {
  open: (item) => openAppointment(item.record),
  create: (day, minute) => openAppointment(blankAppointment(day, minute)),
  move: (item, to) => move(item.record, to),
});

const list = new List(
  { rows: at('list-rows'), all: at('pick-all'), tally: at('list-tally'), remove: at('remove'), sure: at('sure'), trouble: at('list-trouble') },
  { open: (record) => openAppointment(record), path: (rest) => path(rest), done: () => refresh() },
);

const path = (rest) => `/${encodeURIComponent(state.account)}/${rest}`;
const nameOf = (contact) =>
  contact ? [contact.first_name, contact.last_name].filter(Boolean).join(' ') : '';

async function everything(kind, filter = '') {
  const found = [];
  let cursor = '';
  do {
    const page = await call('GET', path(`${kind}?limit=200${filter}${cursor}`));
    found.push(...page.data.filter((record) => !record.deleted));
    cursor = page.next_cursor ? '&cursor=' + encodeURIComponent(page.next_cursor) : null;
  } while (cursor);
  return found;
}

async function refresh() {
  const turn = ++asked;
  const [users, contacts] = await Promise.all([everything('users'), everything('contacts')]);
  if (turn !== asked) return;
  state.users = users.sort((a, b) => a.full_name.localeCompare(b.full_name, 'en', { numeric: true }));
  state.contacts = new Map(contacts.map((contact) => [contact.id, contact]));
  if (!state.users.some((user) => user.id === state.person)) state.person = state.users[0]?.id ?? null;
  showUsers();
  if (state.view === 'contacts') return showContacts();
  if (state.view === 'list') return showList(turn);
  const query = new URLSearchParams({ person: state.person ?? '', from: state.from, days: state.days });
  const records = state.person ? await call('GET', path('calendar?' + query)) : [];
  if (turn === asked) showCalendar(records);
}

async function showList(turn) {
  const all = at('everyone').checked;
  const found = await everything('appointments', all ? '' : '&owner_id=' + encodeURIComponent(state.person ?? ''));
  if (turn !== asked) return;
  const user = state.users.find((each) => each.id === state.person);
  at('crumb').textContent = 'Appointments' + (all || !user ? '' : ' of ' + user.full_name);
  at('heading').textContent = 'Appointment list';
  const names = new Map(state.users.map((each) => [each.id, each.full_name]));
  const when = (record) => record.all_day_on ?? record.starts_at.replace('T', ' ').slice(0, 16);
  list.show(found
    .sort((a, b) => when(b).localeCompare(when(a)))
    .map((record) => ({
      record,
      cells: [
        record.subject, when(record) + (record.all_day_on ? ' all day' : ''), names.get(record.owner_id) ?? '–',
        nameOf(state.contacts.get(record.contact_id)) || '–', record.status, record.location ?? '–',
      ],
    })));
}

function showUsers() {
  at('users').replaceChildren(
    ...state.users.map((user) => {
      const row = element('li');
      const button = element('button', user.id === state.person ? 'is-here' : '');
      button.type = 'button';
      button.append(
        element('span', 'avatar', user.full_name.replace(/[^A-Z0-9]/g, '').slice(0, 2)),
        element('span', 'who', user.full_name),
      );
      button.title = user.email;
      button.onclick = () => choose({ person: user.id });
      row.append(button);
      return row;
    }),
  );
}

function showCalendar(records) {
  const user = state.users.find((each) => each.id === state.person);
  at('crumb').textContent = 'Appointments' + (user ? ' of ' + user.full_name : '');
  at('heading').textContent =
    state.days === 1
      ? dayName(state.from, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
      : dayName(state.from, { day: 'numeric', month: 'short' }) + ' – ' +
        dayName(addDays(state.from, 6), { day: 'numeric', month: 'short', year: 'numeric' });
  const count = (status) => records.filter((record) => record.status === status).length;
  at('tally').textContent =
    `${count('Planned')} planned · ${count('Held')} held · ${count('Not Held')} not held`;
  week.show(state.from, state.days, records.flatMap((record) => shown(record, item)));
}

function item(record) {
  const contact = state.contacts.get(record.contact_id);
  const allDay = record.all_day_on !== null;
  const [day, time] = allDay ? [record.all_day_on, '00:00'] : record.starts_at.split('T');
  const [hours, minutes] = time.split(':').map(Number);
  return {
    id: record.id,
    record,
    title: record.subject,
    detail: [nameOf(contact), record.location].filter(Boolean).join(' · '),
    note: [record.status, record.room, record.time_zone].filter(Boolean).join(' · '),
    zoneNote: record.time_zone && record.time_zone !== 'Europe/Berlin'
      ? ' ' + record.time_zone.split('/').pop().replace('_', ' ') : '',
    day,
    lastDay: day,
    allDay,
    minute: hours * 60 + minutes,
    minutes: record.duration_minutes ?? 0,
    tone: TONES[record.status],
    stamp: record.revision,
  };
}

async function move(record, to) {
  const start = `${to.day}T${clock(to.minute)}:00`;
  const subject = record.occurrence?.title || record.subject;
  const change = record.occurrence
    ? changeOne(record, { moved_to: start, duration_minutes: to.minutes, subject })
    : { starts_at: start, duration_minutes: to.minutes };
  await attempt(() => save('appointments', record, change));
  refresh();
}

const save = (kind, record, change) =>
  record.id
    ? call('PATCH', path(`${kind}/${record.id}`), change, { 'If-Match': `"r${record.revision}"` })
    : call('POST', path(kind), change);

async function attempt(work) {
  at('trouble').hidden = true;
  try {
    await work();
    return true;
  } catch (problem) {
    const error = problem.body?.error;
    const fields = (error?.fields ?? []).map((field) => `${field.name} ${field.reason}`);
    at('trouble').textContent =
      problem.status === 412
        ? 'Somebody changed this record meanwhile. Close it and look again.'
        : fields.join('; ') || error?.message || 'Acme does not answer.';
    at('trouble').hidden = false;
    return false;
  }
}

// ---- the drawer ------------------------------------------------------------------------------------

function blankAppointment(day, minute) {
  return {
    owner_id: state.person, contact_id: null, subject: '', status: 'Planned', location: null, room: null,
    starts_at: minute === null ? null : `${day}T${clock(minute)}:00`, duration_minutes: 30,
    time_zone: 'Europe/Berlin', all_day_on: minute === null ? day : null,
  };
}

function input(name, type, value) {
  const made = element(type === 'area' ? 'textarea' : 'input');
  if (type !== 'area') made.type = type;
  made.name = name;
  if (type === 'checkbox') made.checked = value;
  else made.value = value ?? '';
  return made;
}

function choice(name, options, value) {
  const made = element('select');
  made.name = name;
  made.append(...options.map(([key, text]) => option(key, text)));
  made.value = value ?? '';
  return made;
}

function row(label, ...controls) {
  const made = element('label', 'field');
  made.append(element('span', '', label), ...controls);
  return made;
}

function openDrawer(kind, title, rows, actions) {
  at('drawer-kind').textContent = kind;
  at('drawer-title').textContent = title;
  at('fields').replaceChildren(...rows);
  at('actions').replaceChildren(...actions);
  at('trouble').hidden = true;
  at('drawer').hidden = false;
  at('fields').querySelector('input')?.focus();
}

function closeDrawer() {
  at('drawer').hidden = true;
}

function action(text, className, work) {
  const made = element('button', className, text);
  made.type = className === 'primary' ? 'submit' : 'button';
  if (work) made.onclick = async () => (await attempt(work)) && (closeDrawer(), refresh());
  return made;
}

function openAppointment(record) {
  const allDay = record.all_day_on !== null;
  const one = record.occurrence;
  const begins = one ? wallOf(one) : record.starts_at;
  const [day, time] = allDay ? [one?.day ?? record.all_day_on, '09:00'] : begins.split('T');
  const contacts = [...state.contacts.values()].map((contact) => [contact.id, nameOf(contact)]);
  const start = input('time', 'time', time.slice(0, 5));
  const later = (minutes) => {
    const made = element('button', 'step', (minutes < 0 ? '−' : '+') + Math.abs(minutes));
    made.type = 'button';
    made.title = 'Move by ' + minutes + ' minutes';
    made.onclick = () => {
      const [h, m] = start.value.split(':').map(Number);
      start.value = clock(Math.min(Math.max(h * 60 + m + minutes, 0), 1425));
    };
    return made;
  };
  const whole = input('allDay', 'checkbox', allDay);
  const timed = element('div', 'field-group');
  timed.append(
    row('Start', start, later(-15), later(15)),
    row('Minutes', input('minutes', 'number', (one && !allDay ? one.minutes : record.duration_minutes) ?? 30)),
    row('Time zone', choice('zone', zones(record.time_zone).map((z) => [z, z]), record.time_zone ?? 'Europe/Berlin')),
  );
  timed.hidden = allDay;
  whole.onchange = () => (timed.hidden = whole.checked);
  const scope = choice('scope', [['one', 'this one'], ['following', 'this and following'], ['all', 'all of them']], 'one');
  const repeats = element('div', 'field-group');
  repeats.append(
    row('Repeats', choice('repeats', [['', 'once'], ['weekly', 'every week']], '')),
    row('Times', input('times', 'number', '')),
  );
  repeats.hidden = Boolean(one);
  scope.onchange = () => (repeats.hidden = scope.value !== 'following');
  openDrawer('Appointment', record.id ? record.subject : 'New appointment', [
    ...(one ? [row('Change', scope)] : []),
    row('Subject', input('subject', 'text', one?.title || record.subject)),
    row('Owner', choice('owner', state.users.map((user) => [user.id, user.full_name]), record.owner_id)),
    row('Contact', choice('contact', [['', 'none'], ...contacts], record.contact_id)),
    row('Date', input('day', 'date', day)),
    row('All day', whole),
    timed,
    repeats,
    row('Status', choice('status', Object.keys(TONES).map((s) => [s, s]), record.status)),
    row('Location', input('location', 'text', record.location)),
    row('Room', input('room', 'text', record.room)),
    ...(record.external_ref ? [element('p', 'ref', 'External reference ' + record.external_ref)] : []),
  ], [
    action('Save', 'primary'),
    ...(one ? [action('Cancel this one', 'cancel', () => save('appointments', record, cancelOne(record)))] : []),
    ...(record.id && record.status !== 'Not Held'
      ? [action('Cancel appointment', 'cancel', () => save('appointments', record, { status: 'Not Held' }))]
      : []),
    ...(record.id
      ? [action('Delete', 'delete', () => call('DELETE', path(`appointments/${record.id}`)))]
      : []),
  ]);
  const read = (form) => ({
    subject: form.subject.value,
    owner_id: form.owner.value,
    contact_id: form.contact.value || null,
    status: form.status.value,
    location: form.location.value || null,
    room: form.room.value || null,
    starts_at: form.allDay.checked ? null : `${form.day.value}T${form.time.value}:00`,
    duration_minutes: form.allDay.checked ? null : Number(form.minutes.value),
    time_zone: form.allDay.checked ? null : form.zone.value,
    all_day_on: form.allDay.checked ? form.day.value : null,
    ...(form.repeats.value ? { repeats: weekly(form.day.value, Number(form.times.value)) } : {}),
  });
  at('drawer').onsubmit = (event) =>
    one ? submitSeries(event, record, read) : submit(event, 'appointments', record, read);
}

/** Changes one occurrence, this and the following, or all of them. */
async function submitSeries(event, record, read) {
  event.preventDefault();
  const form = at('drawer').elements;
  const { starts_at: start, all_day_on: day, ...fields } = read(form);
  const work = async () => {
    if (form.scope.value === 'one') {
      const moved = { moved_to: start ?? day, duration_minutes: fields.duration_minutes, subject: fields.subject };
      return save('appointments', record, changeOne(record, moved));
    }
    if (form.scope.value === 'following' && !isFirst(record)) {
      await save('appointments', record, endBefore(record));
      return call('POST', path('appointments'), {
        ...fields, starts_at: start, all_day_on: day, repeats: weekly(form.day.value, Number(form.times.value)),
      });
    }
    return save('appointments', record, { ...fields, ...(start ? moveAll(record, start) : {}) });
  };
  if (await attempt(work)) {
    closeDrawer();
    refresh();
  }
}

async function submit(event, kind, record, read) {
  event.preventDefault();
  const form = at('drawer').elements;
  if (await attempt(() => save(kind, record, read(form)))) {
    closeDrawer();
    refresh();
  }
}

// ---- contacts --------------------------------------------------------------------------------------

function showContacts() {
  at('crumb').textContent = 'Contacts';
  at('heading').textContent = state.contacts.size + ' contacts';
  const wanted = at('search').value.toLowerCase();
  const rows = [...state.contacts.values()]
    .filter((contact) => JSON.stringify(contact).toLowerCase().includes(wanted))
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }))
    .map((contact) => {
      const made = element('tr');
      made.dataset.id = contact.id;
      made.tabIndex = 0;
      made.append(
        element('td', 'strong', nameOf(contact)),
        element('td', '', contact.phone ?? '–'),
        element('td', '', contact.email ?? '–'),
        element('td', 'faint', contact.updated_at.replace('T', ' ').slice(0, 19)),
        element('td', 'faint', contact.revision),
      );
      made.onclick = () => openContact(contact);
      made.onkeydown = (event) => event.key === 'Enter' && openContact(contact);
      return made;
    });
  at('contact-rows').replaceChildren(...rows);
}

function openContact(contact) {
  openDrawer('Contact', contact.id ? nameOf(contact) : 'New contact', [
    row('First name', input('first', 'text', contact.first_name)),
    row('Last name', input('last', 'text', contact.last_name)),
    row('Phone', input('phone', 'text', contact.phone)),
    row('E-mail', input('email', 'text', contact.email)),
  ], [
    action('Save', 'primary'),
    ...(contact.id ? [action('Delete', 'delete', () => call('DELETE', path(`contacts/${contact.id}`)))] : []),
  ]);
  at('drawer').onsubmit = (event) => submit(event, 'contacts', contact, (form) => ({
    first_name: form.first.value || null,
    last_name: form.last.value,
    phone: form.phone.value || null,
    email: form.email.value || null,
  }));
}

// ---- what is chosen --------------------------------------------------------------------------------

function choose(change) {
  if (change.person || change.from || change.days || change.account) week.forget();
  if (change.person || change.account || change.view) list.forget();
  Object.assign(state, change);
  place.set({ account: state.account, person: state.person ?? '', from: state.from, view: state.view, days: state.days });
  const calendar = state.view === 'calendar';
  at('calendar').hidden = at('calendar-tools').hidden = !calendar;
  at('list').hidden = at('list-tools').hidden = state.view !== 'list';
  at('contacts').hidden = at('contact-tools').hidden = state.view !== 'contacts';
  at('to-calendar').classList.toggle('is-here', calendar);
  at('to-list').classList.toggle('is-here', state.view === 'list');
  at('to-contacts').classList.toggle('is-here', state.view === 'contacts');
  at('span').textContent = state.days === 1 ? 'Week' : 'Day';
  at('now').textContent = state.days === 1 ? 'Today' : 'This week';
  refresh();
}

function enter(account) {
  feed?.close();
  state.account = account;
  at('account').value = account;
  feed = live(account, refresh, (up) => {
    at('live').textContent = up ? 'live' : 'not connected';
    at('live').classList.toggle('is-live', up);
  });
}

at('account').onchange = () => (enter(at('account').value), closeDrawer(), list.forget(), choose({ person: null }));
at('to-calendar').onclick = () => choose({ view: 'calendar' });
at('to-list').onclick = () => choose({ view: 'list' });
at('everyone').onchange = () => choose({ view: 'list' });
at('to-contacts').onclick = () => choose({ view: 'contacts' });
at('earlier').onclick = () => choose({ from: addDays(state.from, -state.days) });
at('later').onclick = () => choose({ from: addDays(state.from, state.days) });
at('now').onclick = () => choose({ from: state.days === 1 ? today() : mondayOf(today()) });
at('span').onclick = () =>
  state.days === 1
    ? choose({ days: 7, from: mondayOf(state.from) })
    : choose({ days: 1, from: mondayOf(today()) === state.from ? today() : state.from });
at('new').onclick = () => openAppointment(blankAppointment(state.days === 1 || state.from > today() ? state.from : today(), 600));
at('new-contact').onclick = () => openContact({});
at('search').oninput = showContacts;
at('close').onclick = closeDrawer;
document.addEventListener('keydown', (event) => event.key === 'Escape' && closeDrawer());

const accounts = await call('GET', '/accounts');
at('account').replaceChildren(...accounts.map((name) => option(name, name)));
enter(accounts.includes(place.get('account')) ? place.get('account') : accounts[0]);
choose({
  person: place.get('person') || null,
  from: place.get('from') || mondayOf(today()),
  view: place.get('view') || 'calendar',
  days: Number(place.get('days')) || 7,
});
