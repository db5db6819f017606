// What the page makes of a series: its occurrences, and the fields that change one, later or all of them.
import { addDays } from '/page/calendar.js';

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

const weekdayOf = (day) => DAYS[new Date(day + 'T00:00:00Z').getUTCDay()];

/** A pattern: each week on that day's weekday, so often, or without an end. */
export function weekly(day, times) {
  return { every: 1, unit: 'week', weekdays: [weekdayOf(day)], times: times || null };
}

/** A record as one item for each day or time at which the calendar shows it. */
export function shown(record, item) {
  const plain = item(record);
  return !record.occurrences ? [plain] : record.occurrences.map((one) => ({
    ...plain,
    id: record.id + '@' + one.key,
    record: { ...record, occurrence: one },
    title: '↻ ' + (one.title || record.subject),
    day: one.day, lastDay: one.lastDay, minute: one.minute,
    minutes: plain.allDay ? 0 : one.minutes,
  }));
}

/** How an occurrence stands in its day. */
export const wallOf = (one) =>
  `${one.day}T${String(Math.floor(one.minute / 60)).padStart(2, '0')}:${String(one.minute % 60).padStart(2, '0')}:00`;

const others = (record, key) => (record.exceptions ?? []).filter((each) => each.original !== key);

export function cancelOne(record) {
  const { key } = record.occurrence;
  return { exceptions: [...others(record, key), { original: key, cancelled: true }] };
}

/** @param change {moved_to, duration_minutes, subject} */
export function changeOne(record, change) {
  const { key } = record.occurrence;
  const subject = change.subject === record.subject ? null : change.subject;
  return { exceptions: [...others(record, key), { original: key, ...change, subject }] };
}

export function endBefore(record) {
  const { key } = record.occurrence;
  return {
    repeats: { ...record.repeats, times: null, until: addDays(key.slice(0, 10), -1) },
    exceptions: record.exceptions.filter((each) => each.original < key),
  };
}

export const isFirst = (record) =>
  record.occurrence.key === (record.all_day_on ?? record.starts_at);

/** All occurrences move as far as this one did; what was cancelled or moved stays so. */
export function moveAll(record, to) {
  const from = wallOf(record.occurrence);
  const shift = Date.parse(to + 'Z') - Date.parse(from + 'Z');
  const shifted = (wall) => new Date(Date.parse(wall + 'Z') + shift).toISOString().slice(0, 19);
  const starts = shifted(record.starts_at);
  const turn = (DAYS.indexOf(weekdayOf(to.slice(0, 10))) - DAYS.indexOf(weekdayOf(from.slice(0, 10))) + 7) % 7;
  const repeats = record.repeats.unit !== 'week' ? record.repeats : {
    ...record.repeats,
    weekdays: record.repeats.weekdays.map((day) => DAYS[(DAYS.indexOf(day) + turn) % 7]),
  };
  return {
    starts_at: starts,
    repeats,
    exceptions: record.exceptions.map((each) => ({ ...each, original: shifted(each.original) })),
  };
}
