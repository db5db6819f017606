// The week grid that both pages draw: where things lie, and how they are dragged. What a record is
// called and looks like is for each page to say.

const SLOT = 15; // minutes; everything snaps to it
const TWO_LINES = 31; // pixels; a lower block shows its title and, beside it, the time
const THREE_LINES = 53; // pixels; a lower block shows no details
const FOUR_LINES = 66; // pixels; a block as high has room for a title of two lines

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

export function option(value, text) {
  const made = element('option', '', text);
  made.value = value;
  return made;
}

export function addDays(day, count) {
  const date = new Date(day + 'T00:00:00Z');
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

export function mondayOf(day) {
  const weekday = (new Date(day + 'T00:00:00Z').getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
}

export function clock(minute) {
  const hours = Math.floor(minute / 60);
  return String(hours).padStart(2, '0') + ':' + String(minute % 60).padStart(2, '0');
}

export function dayName(day, options) {
  return new Date(day + 'T00:00:00Z').toLocaleDateString('en-GB', { timeZone: 'UTC', ...options });
}

/** Zones to choose from, the given one included. */
export function zones(given) {
  const usual = ['Europe/Berlin', 'Europe/London', 'America/New_York', 'Asia/Kolkata', 'UTC'];
  const all = Intl.supportedValuesOf ? Intl.supportedValuesOf('timeZone') : [];
  return [...new Set([...usual, ...(given ? [given] : []), ...all])];
}

/** Keeps what is chosen in the address, so that a link leads to the same calendar. */
export const place = {
  get(name) {
    return new URLSearchParams(location.hash.slice(1)).get(name);
  },
  set(values) {
    const params = new URLSearchParams(location.hash.slice(1));
    Object.entries(values).forEach(([name, value]) => params.set(name, value));
    history.replaceState(null, '', '#' + params);
  },
};

/**
 * Items are {id, title, detail, note, day, lastDay, allDay, minute, minutes, tone, stamp}; the callbacks
 * are open(item), create(day, minute), move(item, {day, minute, minutes}).
 */
export class Week {
  constructor(root, { firstHour = 7, lastHour = 21, hourHeight = 52, open, create, move }) {
    Object.assign(this, { root, firstHour, lastHour, hourHeight, open, create, move });
    this.stamps = new Map();
    this.dragging = false;
  }

  /** Draws anew only what differs from what is drawn, and nothing while something is being dragged. */
  show(monday, days, items) {
    this.late = this.dragging ? [monday, days, items] : null;
    const drawing = JSON.stringify([monday, days, items]);
    if (this.late || drawing === this.drawn) return;
    this.drawn = drawing;
    this.days = Array.from({ length: days }, (_, i) => addDays(monday, i));
    const known = this.stamps;
    this.stamps = new Map(items.map((item) => [item.id, item.stamp]));
    this.fresh = (item) => known.size > 0 && known.get(item.id) !== item.stamp;
    const scrolled = this.root.querySelector('.grid-scroll')?.scrollTop;
    this.root.replaceChildren(this.head(), this.allDayRow(items), this.grid(items));
    const scroll = this.root.querySelector('.grid-scroll');
    scroll.scrollTop = scrolled ?? this.hourHeight - 14; // with the whole of the label
  }

  /** Whatever is shown next is not taken for a change. */
  forget() {
    this.stamps = new Map();
    this.drawn = null;
  }

  head() {
    const head = element('div', 'grid-head grid-row');
    head.append(element('div', 'gutter'));
    for (const day of this.days) {
      const cell = element('div', 'day-name' + (day === today() ? ' is-today' : ''));
      cell.append(
        element('span', 'weekday', dayName(day, { weekday: 'short' })),
        element('span', 'date', dayName(day, { day: 'numeric' })),
      );
      head.append(cell);
    }
    return head;
  }

  allDayRow(items) {
    const row = element('div', 'grid-allday grid-row');
    row.append(element('div', 'gutter', 'all day'));
    for (const day of this.days) {
      const cell = element('div', 'allday-cell');
      cell.dataset.day = day;
      cell.addEventListener('click', (event) => {
        if (event.target === cell) this.create(day, null);
      });
      items
        .filter((item) => item.allDay && item.day <= day && day <= item.lastDay)
        .forEach((item) => cell.append(this.block(item, 'allday')));
      row.append(cell);
    }
    return row;
  }

  grid(items) {
    const scroll = element('div', 'grid-scroll');
    const body = element('div', 'grid-body grid-row');
    const hours = element('div', 'gutter');
    for (let hour = this.firstHour; hour < this.lastHour; hour++) {
      const line = element('div', 'hour', clock(hour * 60));
      line.style.height = this.hourHeight + 'px';
      hours.append(line);
    }
    body.append(hours, ...this.days.map((day) => this.column(day, items)));
    scroll.append(body);
    return scroll;
  }

  column(day, items) {
    const column = element('div', 'day-column' + (day === today() ? ' is-today' : ''));
    column.dataset.day = day;
    column.style.height = (this.lastHour - this.firstHour) * this.hourHeight + 'px';
    column.style.backgroundSize = '100% ' + this.hourHeight + 'px';
    column.addEventListener('click', (event) => {
      if (event.target === column) this.create(day, this.minuteAt(column, event.clientY));
    });
    const timed = items.filter((item) => !item.allDay && item.day === day);
    for (const [item, lane, lanes] of sideBySide(timed)) {
      const block = this.block(item, 'timed');
      const top = Math.max(item.minute - this.firstHour * 60, 0);
      const most = (this.lastHour - this.firstHour) * 60 - 20;
      block.style.top = (Math.min(top, most) / 60) * this.hourHeight + 1 + 'px';
      const height = Math.max((item.minutes / 60) * this.hourHeight - 3, 19);
      block.style.height = height + 'px';
      if (height < TWO_LINES) block.classList.add('is-short');
      else if (height < THREE_LINES) block.classList.add('is-medium');
      else if (height >= FOUR_LINES) block.classList.add('is-tall');
      block.style.left = `calc(${(100 * lane) / lanes}% + 2px)`;
      block.style.width = `calc(${100 / lanes}% - 5px)`;
      if (lanes > 1) block.classList.add('is-narrow');
      this.draggable(block, item);
      column.append(block);
    }
    return column;
  }

  block(item, shape) {
    const block = element('button', `block ${shape} tone-${item.tone}`);
    block.type = 'button';
    block.dataset.id = item.id;
    if (this.fresh(item)) block.classList.add('is-fresh');
    if (shape === 'timed') {
      const time = element('span', 'block-time', clock(item.minute));
      if (item.zoneNote) time.append(element('span', 'block-zone', item.zoneNote));
      block.append(time);
    }
    block.append(element('span', 'block-title', item.title));
    if (item.detail) block.append(element('span', 'block-detail', item.detail));
    block.title = [item.title, item.detail, item.note].filter(Boolean).join('\n');
    if (shape === 'allday') block.addEventListener('click', () => this.open(item));
    return block;
  }

  draggable(block, item) {
    block.append(element('span', 'grip'));
    block.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.open(item);
    });
    block.addEventListener('pointerdown', (down) => {
      if (down.button !== 0) return;
      down.preventDefault();
      block.focus();
      const drag = new Drag(this, block, item, down);
      this.dragging = true;
      const moved = (event) => drag.to(event);
      const done = (event) => {
        document.removeEventListener('pointermove', moved);
        document.removeEventListener('pointerup', done);
        this.dragging = false;
        const target = drag.end(event);
        if (this.late) this.show(...this.late);
        if (target) this.move(item, target);
        else this.open(item);
      };
      document.addEventListener('pointermove', moved);
      document.addEventListener('pointerup', done);
    });
  }

  minuteAt(column, clientY) {
    const within = clientY - column.getBoundingClientRect().top;
    const minute = this.firstHour * 60 + (within / this.hourHeight) * 60;
    return Math.floor(minute / (SLOT * 2)) * SLOT * 2;
  }
}

/** One block on its way: by its body to another time or day, by its lower edge to another length. */
class Drag {
  constructor(week, block, item, down) {
    Object.assign(this, { week, block, item, x: down.clientX, y: down.clientY });
    this.resizing = down.target.classList.contains('grip');
    this.far = false;
  }

  steps(event) {
    const minutes = ((event.clientY - this.y) / this.week.hourHeight) * 60;
    return Math.round(minutes / SLOT) * SLOT;
  }

  to(event) {
    this.far ||= Math.abs(event.clientX - this.x) + Math.abs(event.clientY - this.y) > 4;
    if (!this.far) return;
    this.block.classList.add('is-dragged');
    if (this.resizing) {
      const minutes = Math.max(this.item.minutes + this.steps(event), SLOT);
      this.block.style.height = (minutes / 60) * this.week.hourHeight - 3 + 'px';
    } else {
      const y = (this.steps(event) / 60) * this.week.hourHeight;
      this.block.style.transform = `translate(${event.clientX - this.x}px, ${y}px)`;
    }
  }

  end(event) {
    this.block.classList.remove('is-dragged');
    this.block.style.transform = '';
    if (!this.far) return null;
    if (this.resizing) {
      const minutes = Math.max(this.item.minutes + this.steps(event), SLOT);
      return { day: this.item.day, minute: this.item.minute, minutes };
    }
    const column = [...this.week.root.querySelectorAll('.day-column')].find((each) => {
      const box = each.getBoundingClientRect();
      return box.left <= event.clientX && event.clientX < box.right;
    });
    const minute = Math.min(Math.max(this.item.minute + this.steps(event), 0), 1425);
    return { day: column?.dataset.day ?? this.item.day, minute, minutes: this.item.minutes };
  }
}

/** Gives each item a lane, and the number of lanes of its group, so that none hides another. */
function sideBySide(items) {
  const placed = [];
  let group = [];
  let until = -1;
  const close = () => {
    const lanes = group.reduce((most, [, lane]) => Math.max(most, lane + 1), 0);
    group.forEach(([item, lane]) => placed.push([item, lane, lanes]));
    group = [];
  };
  for (const item of [...items].sort((a, b) => a.minute - b.minute || b.minutes - a.minutes)) {
    if (item.minute >= until) close();
    const busy = group
      .filter(([other]) => other.minute + Math.max(other.minutes, 25) > item.minute)
      .map(([, lane]) => lane);
    let lane = 0;
    while (busy.includes(lane)) lane++;
    group.push([item, lane]);
    until = Math.max(until, item.minute + Math.max(item.minutes, 25));
  }
  close();
  return placed;
}

/** Calls the page's own routes; a refusal is thrown with its status and body. */
export async function call(method, path, body, headers = {}) {
  const answer = await fetch('/page/api' + path, {
    method,
    headers: body ? { 'Content-Type': 'application/json', ...headers } : headers,
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await answer.text();
  const read = text ? JSON.parse(text) : null;
  if (!answer.ok) throw Object.assign(new Error('HTTP ' + answer.status), { status: answer.status, body: read });
  return read;
}

/** Calls `changed` at once and whenever something of the account changes; `state` hears live or not. */
export function live(account, changed, state) {
  const source = new EventSource(`/page/api/${encodeURIComponent(account)}/live`);
  source.addEventListener('changed', changed);
  source.onopen = () => state(true);
  source.onerror = () => state(false);
  return source;
}
