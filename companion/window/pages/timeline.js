// @ts-check
/** Days to places on a line, in percent, so that a chart fits any width without being drawn anew. */

/** @typedef {{from: number, to: number}} Span day numbers, both included */
/** @typedef {import("../../../extension/replies.js").Source} Source */
/**
 * @typedef {object} Column one mark of a row: a day, or several days where a row has more than fit
 * @property {number} at percent
 * @property {string} from the first day
 * @property {string} to the last day
 * @property {number} count
 * @property {Source} first
 * @property {Source} last
 */

const DAY = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** Marks in a row: more than these would lie on each other. */
const COLUMNS = 72;
const TICKS = 9;

/** @param {string} day */
function numberOf(day) {
  return Math.round(Date.parse(day) / DAY);
}

/** From the first day to the last one; null where there is none. @param {string[]} days @returns {Span | null} */
export function spanOf(days) {
  if (!days.length) return null;
  const numbers = days.map(numberOf);
  return { from: Math.min(...numbers), to: Math.max(...numbers) };
}

/** @param {string} day @param {Span} span percent, one day alone in the middle */
export function placeOf(day, { from, to }) {
  return to === from ? 50 : round(((numberOf(day) - from) / (to - from)) * 100);
}

/** The marks of a row, oldest first: each day one, or, where a row has too many, each of equal spans of time one.
 * @param {{date: string, count: number, source: Source}[]} days oldest first @param {Span} span @returns {Column[]} */
export function columnsOf(days, span) {
  const wide = days.length > COLUMNS ? (span.to - span.from + 1) / COLUMNS : 1;
  /** @type {Map<number, typeof days>} */
  const groups = new Map();
  for (const day of days) {
    const group = Math.floor((numberOf(day.date) - span.from) / wide);
    groups.set(group, [...(groups.get(group) ?? []), day]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const last = group.at(-1);
    if (!first || !last) return [];
    const count = group.reduce((sum, day) => sum + day.count, 0);
    const at = round((placeOf(first.date, span) + placeOf(last.date, span)) / 2);
    return [{ at, from: first.date, to: last.date, count, first: first.source, last: last.source }];
  });
}

/** Firsts of months, so far apart that their names fit; a year is named where it begins. @param {Span} span */
export function ticksOf({ from, to }) {
  const months = (to - from) / 30.44;
  const step = [1, 2, 3, 6, 12, 24, 60].find((each) => months / each <= TICKS) ?? 120;
  const start = new Date(from * DAY);
  /** @type {{at: number, label: string}[]} */
  const ticks = [];
  for (let month = Math.ceil(start.getUTCMonth() / step) * step; ticks.length <= TICKS; month += step) {
    const first = Date.UTC(start.getUTCFullYear(), month, 1);
    if (first / DAY > to) break;
    if (first / DAY < from) continue;
    const day = new Date(first);
    const year = String(day.getUTCFullYear());
    const name = MONTHS[day.getUTCMonth()] ?? "";
    const label = step >= 12 ? year : day.getUTCMonth() === 0 || !ticks.length ? `${name} ${year}` : name;
    ticks.push({ at: to === from ? 50 : round(((first / DAY - from) / (to - from)) * 100), label });
  }
  return ticks;
}

/** @param {number} percent */
function round(percent) {
  return Math.round(percent * 100) / 100;
}
