// Instants and wall time, and what the page makes of a series: its occurrences, and the fields that
// change one, later or all of them.

const formats = new Map();
const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** The wall time of an instant in a zone, as {day, minute}. */
export function wall(instant, zone) {
  if (!formats.has(zone)) {
    formats.set(zone, new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit',
    }));
  }
  const part = Object.fromEntries(
    formats.get(zone).formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return {
    day: `${part.year}-${part.month}-${part.day}`,
    minute: Number(part.hour) * 60 + Number(part.minute),
  };
}

/** The instant at which a clock in the zone shows that wall time. */
export function instant(day, minute, zone) {
  const wanted = Date.parse(day + 'T00:00:00Z') + minute * 60000;
  let guess = wanted;
  for (let i = 0; i < 2; i++) {
    const seen = wall(guess, zone);
    guess += wanted - (Date.parse(seen.day + 'T00:00:00Z') + seen.minute * 60000);
  }
  return new Date(guess).toISOString().replace('.000Z', 'Z');
}

const weekday = (day) => DAYS[new Date(day + 'T00:00:00Z').getUTCDay()];

/** Each week on that day's weekday, so often, or without an end. */
export const weekly = (day, times) =>
  `FREQ=WEEKLY;BYDAY=${weekday(day)}` + (times ? `;COUNT=${times}` : '');

/** A record as one item for each day or time at which the calendar shows it. */
export function shown(record, item) {
  const plain = item(record);
  return !record.occurrences ? [plain] : record.occurrences.map((one) => ({
    ...plain,
    id: record.id + '@' + one.key,
    record: { ...record, occurrence: one },
    title: '↻ ' + (one.title || record.title),
    day: one.day, lastDay: one.lastDay, minute: one.minute,
    minutes: plain.allDay ? 0 : one.minutes,
  }));
}

/** The start that an occurrence has by the rule, as the record names it. */
function key(record) {
  const said = record.occurrence.key;
  return record.allDay ? said : at(said, record.zone);
}

const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const at = (text, zone) => instant(text.slice(0, 10), minutesOf(text.slice(11)), zone);

const others = (record) => (record.overrides ?? []).filter((each) => each.original !== key(record));

export function cancelOne(record) {
  return { exdates: [...(record.exdates ?? []), key(record)], overrides: others(record) };
}

/** @param change {start, end, title} */
export function changeOne(record, change) {
  const title = change.title === record.title ? null : change.title;
  return { overrides: [...others(record), { original: key(record), ...change, title }] };
}

export const isFirst = (record) => key(record) === record.start;

export function endBefore(record) {
  const day = record.occurrence.key.slice(0, 10);
  const last = record.allDay
    ? new Date(Date.parse(day + 'T00:00:00Z') - 86400000)
    : new Date(Date.parse(instant(day, 0, record.zone)) - 1000);
  const utc = last.toISOString().replace(/[-:]|\.000/g, '');
  const rule = record.recurrence.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part));
  const early = (text) => Date.parse(text) < Date.parse(key(record));
  return {
    recurrence: [...rule, 'UNTIL=' + (record.allDay ? utc.slice(0, 8) : utc)].join(';'),
    exdates: (record.exdates ?? []).filter(early),
    overrides: (record.overrides ?? []).filter((each) => early(each.original)),
  };
}

/**
 * All occurrences move as far as this one did, and last as long; what was cancelled or moved stays so.
 *
 * @param to {day, minute, minutes}
 */
export function moveAll(record, to) {
  const from = record.occurrence;
  const shift =
    Date.parse(to.day + 'T00:00:00Z') - Date.parse(from.day + 'T00:00:00Z') + (to.minute - from.minute) * 60000;
  const shifted = (text) => {
    const seen = wall(text, record.zone);
    const moved = new Date(Date.parse(seen.day + 'T00:00:00Z') + seen.minute * 60000 + shift).toISOString();
    return at(moved, record.zone);
  };
  const turn = (DAYS.indexOf(weekday(to.day)) - DAYS.indexOf(weekday(from.day)) + 7) % 7;
  const turned = (days) => days.split(',').map((day) => DAYS[(DAYS.indexOf(day) + turn) % 7]).join(',');
  const start = shifted(record.start);
  return {
    start,
    end: new Date(Date.parse(start) + to.minutes * 60000).toISOString().replace('.000Z', 'Z'),
    recurrence: record.recurrence.startsWith('FREQ=WEEKLY')
      ? record.recurrence.replace(/BYDAY=([A-Z,]+)/, (_, days) => 'BYDAY=' + turned(days))
      : record.recurrence,
    exdates: (record.exdates ?? []).map(shifted),
    overrides: (record.overrides ?? []).map((each) => ({ ...each, original: shifted(each.original) })),
  };
}
