// A month of one member's touch-points: for each day and kind a small bar with its figure.
import { addDays, call, dayName, element, today } from '/page/calendar.js';

const KINDS = { mails: 'Mails', calls: 'Calls' };
const FLASH = 2500; // milliseconds

export const firstOf = (day) => day.slice(0, 8) + '01';
export const nextMonth = (day) => firstOf(addDays(firstOf(day), 31));
export const lastMonth = (day) => firstOf(addDays(firstOf(day), -1));

export class Dashboard {
  constructor(place) {
    this.place = place;
    this.seen = new Map();
    this.flashed = new Map();
  }

  /** Forgets what was seen, so that another member's figures do not flash. */
  forget() {
    this.seen = new Map();
    this.flashed = new Map();
  }

  async load(path, member, day) {
    const from = firstOf(day);
    const to = addDays(nextMonth(day), -1);
    const query = new URLSearchParams({ memberId: member, from, to, size: 100 });
    const counts = new Map();
    const page = await call('GET', path('touchpoints?' + query));
    page.items.forEach((figure) => counts.set(figure.kind + figure.day, figure.count));
    return { from, to, counts };
  }

  show({ from, to, counts }) {
    const now = Date.now();
    for (const [key, count] of counts) {
      if (this.seen.size && this.seen.get(key) !== count) this.flashed.set(key, now);
    }
    this.seen = new Map([['', 0], ...counts]);
    const days = [];
    for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
    const panels = Object.keys(KINDS).map((kind) => this.panel(kind, days, counts, now));
    this.place.replaceChildren(...panels);
  }

  panel(kind, days, counts, now) {
    const figures = days.map((day) => counts.get(kind + day) ?? 0);
    const total = figures.reduce((sum, count) => sum + count, 0);
    const most = Math.max(...figures, 1);
    const panel = element('section', 'panel kind-' + kind);
    panel.setAttribute('aria-label', KINDS[kind]);
    const head = element('header');
    head.append(
      element('h2', '', KINDS[kind]),
      element('strong', 'total', total.toLocaleString('en')),
      element('span', 'busiest', total === 0 ? 'none this month' : busiest(days, figures, most)),
    );
    const bars = element('ol', 'bars');
    bars.append(...days.map((day, index) =>
      bar(day, figures[index], most, counts.has(kind + day), now - this.flashed.get(kind + day) < FLASH)));
    panel.append(head, bars);
    return panel;
  }
}

function busiest(days, figures, most) {
  const on = days[figures.indexOf(most)];
  return `most on ${dayName(on, { weekday: 'long', day: 'numeric' })}: ${most.toLocaleString('en')}`;
}

function bar(day, count, most, known, fresh) {
  const weekday = new Date(day + 'T00:00:00Z').getUTCDay();
  const column = element('li', weekday === 0 || weekday === 6 ? 'is-weekend' : '');
  if (day === today()) column.classList.add('is-today');
  if (fresh) column.classList.add('is-fresh');
  column.dataset.day = day;
  column.title = `${dayName(day, { weekday: 'long', day: 'numeric', month: 'long' })}: ${count}`;
  const room = element('span', 'room');
  const fill = element('i');
  fill.style.height = count === 0 ? '0' : `max(3px, ${(100 * count) / most}%)`;
  room.append(element('b', '', known ? count.toLocaleString('en') : ''), fill);
  column.append(
    room,
    element('span', 'weekday', dayName(day, { weekday: 'narrow' })),
    element('span', 'number', Number(day.slice(8))),
  );
  return column;
}
