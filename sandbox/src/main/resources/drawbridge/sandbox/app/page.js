import { Week, addDays, call, clock, dayName, element, live, mondayOf, option, place, today, zones }
  from '/page/calendar.js';
import { Dashboard, lastMonth, nextMonth } from '/page/dashboard.js';
import { cancelOne, changeOne, endBefore, instant, isFirst, moveAll, shown, wall, weekly } from '/page/series.js';

const STATES = { open: 'Open', done: 'Done', cancelled: 'Cancelled' };
const at = (id) => document.getElementById(id);
const form = at('form').elements;
const state = { account: null, members: [], person: null, days: 7, view: 'calendar' };
let feed = null;
let asked = 0;
let editing = null;

const week = new Week(at('calendar'), {
  hourHeight: 48,
  open: (item) => openSheet(item.record),
  create: (day, minute) => openSheet(blank(day, minute)),
  move: (item, to) => move(item.record, to),
});

const dashboard = new Dashboard(at('dashboard'));

const path = (rest) => `/${encodeURIComponent(state.account)}/${rest}`;

const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

// ---- what is shown ---------------------------------------------------------------------------------

async function everyMember() {
  const found = [];
  let after = '';
  do {
    const page = await call('GET', path('members?size=100' + after));
    found.push(...page.items);
    after = page.after ? '&after=' + encodeURIComponent(page.after) : null;
  } while (after);
  return found.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

async function refresh() {
  const turn = ++asked;
  const members = await everyMember();
  if (turn !== asked) return;
  state.members = members;
  if (!members.some((member) => member.id === state.person)) state.person = members[0]?.id ?? null;
  showMembers();
  if (state.view === 'dashboard') return showDashboard(turn);
  const query = new URLSearchParams({
    person: state.person ?? '', from: addDays(state.from, -1), days: state.days + 2,
  });
  const events = state.person ? await call('GET', path('calendar?' + query)) : [];
  if (turn !== asked) return;
  at('heading').textContent = dayName(state.from, { month: 'long', year: 'numeric' });
  week.show(state.from, state.days, events.flatMap((record) => shown(record, item)));
}

async function showDashboard(turn) {
  if (!state.person) return;
  const month = await dashboard.load(path, state.person, state.from);
  if (turn !== asked) return;
  at('heading').textContent = dayName(month.from, { month: 'long', year: 'numeric' });
  dashboard.show(month);
}

function showMembers() {
  at('members').replaceChildren(
    ...state.members.map((member, index) => {
      const chip = element('button', 'chip hue-' + (index % 6) + (member.id === state.person ? ' is-here' : ''));
      chip.type = 'button';
      chip.append(element('i'), document.createTextNode(member.name));
      chip.title = member.mail;
      chip.onclick = () => choose({ person: member.id });
      return chip;
    }),
  );
}

function item(record) {
  const common = {
    id: record.id,
    record,
    title: record.title,
    detail: [record.customer.name, record.place].filter(Boolean).join(' · '),
    note: [STATES[record.state], record.zone].filter(Boolean).join(' · '),
    tone: record.state,
    stamp: record.changedAt,
    allDay: record.allDay,
  };
  if (record.allDay) {
    return { ...common, day: record.start, lastDay: addDays(record.end, -1), minute: 0, minutes: 0 };
  }
  const start = wall(record.start, record.zone);
  const minutes = (Date.parse(record.end) - Date.parse(record.start)) / 60000;
  const far = record.zone !== 'Europe/Berlin';
  return {
    ...common, ...start, lastDay: start.day, minutes,
    zoneNote: far ? ' ' + record.zone.split('/').pop().replace('_', ' ') : '',
  };
}

async function move(record, to) {
  const times = {
    start: instant(to.day, to.minute, record.zone),
    end: instant(to.day, to.minute + to.minutes, record.zone),
  };
  const title = record.occurrence?.title || record.title;
  try {
    await call('PATCH', path('events/' + record.id), record.occurrence ? changeOne(record, { ...times, title }) : times);
  } finally {
    refresh();
  }
}

// ---- the sheet -------------------------------------------------------------------------------------

function blank(day, minute) {
  const zone = 'Europe/Berlin';
  const allDay = minute === null;
  return {
    memberId: state.person, title: '', allDay, zone: allDay ? null : zone, state: 'open', place: null,
    start: allDay ? day : instant(day, minute, zone),
    end: allDay ? addDays(day, 1) : instant(day, minute + 60, zone),
    customer: { name: null, phone: null, mail: null },
  };
}

function openSheet(record) {
  editing = record;
  const zone = record.zone ?? 'Europe/Berlin';
  const one = record.occurrence;
  const start = one ?? (record.allDay ? { day: record.start, minute: 540 } : wall(record.start, zone));
  const end = one
    ? { minute: (one.minute + one.minutes) % 1440 }
    : record.allDay ? { minute: 600 } : wall(record.end, zone);
  at('scope').hidden = !one;
  form.scope.value = 'one';
  form.repeats.value = '';
  form.times.value = '';
  at('cancel-one').hidden = !one;
  form.zone.replaceChildren(...zones(zone).map((name) => option(name, name)));
  form.member.replaceChildren(...state.members.map((member) => option(member.id, member.name)));
  form.title.value = one?.title || record.title;
  form.day.value = start.day;
  form.start.value = clock(start.minute);
  form.end.value = clock(end.minute);
  form.lastDay.value = record.allDay ? addDays(record.end, -1) : start.day;
  form.allDay.checked = record.allDay;
  form.zone.value = zone;
  form.place.value = record.place ?? '';
  form.member.value = record.memberId;
  showStates(record.state);
  showCustomer(record.customer);
  showKind();
  at('delete').hidden = !record.id;
  at('cancel-event').hidden = !record.id || record.state === 'cancelled';
  problems({});
  at('sheet').showModal();
}

function showStates(chosen) {
  at('states').replaceChildren(
    ...Object.entries(STATES).map(([value, text]) => {
      const label = element('label', 'state tone-' + value);
      const radio = element('input');
      Object.assign(radio, { type: 'radio', name: 'state', value, checked: value === chosen });
      label.append(radio, element('span', '', text));
      return label;
    }),
  );
}

function showCustomer(customer) {
  const known = [customer.name, customer.phone, customer.mail].filter(Boolean);
  at('customer').hidden = known.length === 0;
  at('customer-text').replaceChildren(
    ...known.map((text, index) => element(index === 0 ? 'strong' : 'span', '', text)));
}

function showKind() {
  at('timed').hidden = form.zone.hidden = form.allDay.checked;
  at('whole').hidden = !form.allDay.checked;
  at('weekly').hidden = Boolean(editing.occurrence) && form.scope.value !== 'following';
}

function problems(errors) {
  const said = { title: [], when: [], place: [], base: [] };
  for (const [field, reasons] of Object.entries(errors)) {
    const spot = ['start', 'end', 'zone', 'recurrence', 'exdates', 'overrides'].includes(field) ? 'when' : said[field] ? field : 'base';
    said[spot].push(...reasons.map((reason) => (field === 'base' ? reason : `${field} ${reason}`)));
  }
  document.querySelectorAll('.problem').forEach((spot) => (spot.textContent = said[spot.dataset.for].join('; ')));
}

function read() {
  const common = {
    title: form.title.value,
    memberId: Number(form.member.value),
    state: at('form').querySelector('[name=state]:checked').value,
    place: form.place.value || null,
    allDay: form.allDay.checked,
  };
  const day = form.day.value;
  if (common.allDay) {
    return { ...common, start: day, end: addDays(form.lastDay.value || day, 1), zone: null };
  }
  const zone = form.zone.value;
  const start = minutesOf(form.start.value);
  const end = minutesOf(form.end.value);
  const minutes = end > start ? end : end + 1440; // past midnight
  return { ...common, start: instant(day, start, zone), end: instant(day, minutes, zone), zone };
}

async function attempt(work) {
  try {
    await work();
    at('sheet').close();
    refresh();
  } catch (problem) {
    problems(problem.body?.errors ?? { base: ['The app does not answer.'] });
  }
}

/** What the sheet says of the time, and how it repeats. */
function repeating(fields) {
  return form.repeats.value ? { ...fields, recurrence: weekly(form.day.value, Number(form.times.value)) } : fields;
}

async function save() {
  const fields = read();
  const record = editing;
  const patch = (change) => call('PATCH', path('events/' + record.id), change);
  if (!record.id) return call('POST', path('events'), repeating(fields));
  if (!record.occurrence) return patch(repeating(fields));
  const { start, end, zone, allDay, ...rest } = fields;
  if (form.scope.value === 'one') {
    return patch(changeOne(record, { start, end, title: fields.title }));
  }
  if (form.scope.value === 'following' && !isFirst(record)) {
    await patch(endBefore(record));
    const { id, occurrence, occurrences, createdAt, changedAt, externalRef, recurrence, exdates, overrides, ...kept } = record;
    return call('POST', path('events'), {
      ...kept, ...fields, recurrence: weekly(form.day.value, Number(form.times.value)),
    });
  }
  if (allDay) return patch(rest);
  const minutes = (Date.parse(end) - Date.parse(start)) / 60000;
  return patch({ ...rest, ...moveAll(record, { day: form.day.value, minute: minutesOf(form.start.value), minutes }) });
}

at('form').onsubmit = (event) => {
  event.preventDefault();
  attempt(save);
};
at('cancel-one').onclick = () =>
  attempt(() => call('PATCH', path('events/' + editing.id), cancelOne(editing)));
form.scope.onchange = showKind;
at('delete').onclick = () => attempt(() => call('DELETE', path('events/' + editing.id)));
at('cancel-event').onclick = () =>
  attempt(() => call('PATCH', path('events/' + editing.id), { state: 'cancelled' }));
at('close').onclick = () => at('sheet').close();
form.allDay.onchange = showKind;
form.day.onchange = () => {
  if (form.lastDay.value < form.day.value) form.lastDay.value = form.day.value;
};

// ---- what is chosen --------------------------------------------------------------------------------

function choose(change) {
  week.forget();
  if (Object.keys(change).some((name) => state[name] !== change[name])) dashboard.forget();
  Object.assign(state, change);
  place.set({ account: state.account, person: state.person ?? '', from: state.from, days: state.days, view: state.view });
  const calendar = state.view === 'calendar';
  at('calendar').hidden = at('new').hidden = !calendar;
  at('dashboard').hidden = calendar;
  at('day').classList.toggle('is-here', calendar && state.days === 1);
  at('week').classList.toggle('is-here', calendar && state.days === 7);
  at('to-dashboard').classList.toggle('is-here', !calendar);
  refresh();
}

function enter(account) {
  feed?.close();
  state.account = account;
  at('account').value = account;
  feed = live(account, refresh, (up) => {
    at('live').textContent = up ? 'live' : 'offline';
    at('live').classList.toggle('is-live', up);
  });
}

at('account').onchange = () => (enter(at('account').value), choose({ person: null }));
const turn = (days, month) => choose({ from: state.view === 'dashboard' ? month(state.from) : addDays(state.from, days) });
at('earlier').onclick = () => turn(-state.days, lastMonth);
at('later').onclick = () => turn(state.days, nextMonth);
at('now').onclick = () => choose({ from: state.days === 1 || state.view === 'dashboard' ? today() : mondayOf(today()) });
at('day').onclick = () => choose({ view: 'calendar', days: 1, from: mondayOf(today()) === state.from ? today() : state.from });
at('to-dashboard').onclick = () => choose({ view: 'dashboard' });
at('week').onclick = () => choose({ view: 'calendar', days: 7, from: mondayOf(state.from) });
at('new').onclick = () => openSheet(blank(state.days === 1 || state.from > today() ? state.from : today(), 600));

const accounts = await call('GET', '/accounts');
at('account').replaceChildren(...accounts.map((name) => option(name, name)));
enter(accounts.includes(place.get('account')) ? place.get('account') : accounts[0]);
choose({
  person: Number(place.get('person')) || null,
  from: place.get('from') || mondayOf(today()),
  days: Number(place.get('days')) || 7,
  view: place.get('view') === 'dashboard' ? 'dashboard' : 'calendar',
});
