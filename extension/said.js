// @ts-check
/** What a page's words say of a client: a birth date, a record number, a name. Pure; in doubt they say nothing. */

/** @typedef {import("./sites.js").DateOrder} DateOrder */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const NAMED = "\\b(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\\b\\.?";
const DATE = new RegExp(
  [
    "(?<iy>\\d{4})[-/.](?<im>\\d{1,2})[-/.](?<id>\\d{1,2})(?![-/.]?\\d)",
    "(?<a>\\d{1,2})(?<mark>[-/.])(?<b>\\d{1,2})\\k<mark>(?<y>\\d{4}|\\d{2})(?![-/.]?\\d)",
    `(?<nm>${NAMED})[ -](?<nd>\\d{1,2})(?:st|nd|rd|th)?,?[ -](?<ny>\\d{4})`,
    `(?<td>\\d{1,2})(?:st|nd|rd|th)?[ -](?<tm>${NAMED}),?[ -](?<ty>\\d{4})`,
  ]
    .map((one) => `(?<![\\d/.-])${one}`)
    .join("|"),
  "gi",
);
const BORN = /\b(dob|d\.o\.b\.?|born|birth ?da(te|y)|date of birth|birth)\W*$/i;
/** Words that stand before a record number; none of them is a client's. */
const RECORD_WORD = /^(mrn?|med(ical)?|rec(ord)?|chart|client|patient|member|file|account|acct|case|id|no|nr|num(ber)?|ext(ernal)?|pid|#)$/i;

/**
 * The one birth date in a text, as ISO, or null: where two different dates stand there, the one that is called a birth
 * date. A date that could be read in two ways is read as the site writes dates.
 * @param {string | null} said @param {DateOrder} [order] @param {Date} [now] @returns {string | null}
 */
export function isoDate(said, order = "mdy", now = new Date()) {
  const text = said ?? "";
  const found = [...text.matchAll(DATE)].map((match) => ({
    day: dayIn(match.groups ?? {}, order, now),
    born: BORN.test(text.slice(0, match.index)),
  }));
  const named = found.filter(({ born }) => born);
  const days = new Set((named.length ? named : found).map(({ day }) => day));
  const [only] = days;
  return days.size === 1 ? (only ?? null) : null;
}

/** Whether the two orders read this text as two different days. @param {string} said */
export function eitherOrder(said) {
  const [american, other] = [isoDate(said, "mdy"), isoDate(said, "dmy")];
  return american !== null && other !== null && american !== other;
}

/** @param {Record<string, string | undefined>} parts @param {DateOrder} order @param {Date} now @returns {string | null} */
function dayIn(parts, order, now) {
  const month = (/** @type {string | undefined} */ name) => MONTHS.indexOf((name ?? "").slice(0, 3).toLowerCase()) + 1;
  if (parts.iy) return dayOf(Number(parts.iy), Number(parts.im), Number(parts.id));
  if (parts.ny) return dayOf(Number(parts.ny), month(parts.nm), Number(parts.nd));
  if (parts.ty) return dayOf(Number(parts.ty), month(parts.tm), Number(parts.td));
  const [first, second] = [Number(parts.a), Number(parts.b)];
  const dayFirst = parts.mark === "." || order === "dmy";
  const year = fullYear(parts.y ?? "", now);
  return dayFirst ? dayOf(year, second, first) : dayOf(year, first, second);
}

/** A year of two digits is the last such year. @param {string} year @param {Date} now @returns {number} */
function fullYear(year, now) {
  if (year.length === 4) return Number(year);
  const century = Number(year) > now.getFullYear() % 100 ? 1900 : 2000;
  return century + Number(year);
}

/** @param {number} year @param {number} month @param {number} day @returns {string | null} */
function dayOf(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 1800;
  return real ? date.toISOString().slice(0, 10) : null;
}

/**
 * The record number in a text: the one word with a digit in it, or the one that follows "MRN", "Record" and the like.
 * @param {string} said @returns {string | null}
 */
export function recordNumber(said) {
  const words = said.replace(DATE, " ").replace(/[#=]/g, " # ").split(/[\s:()[\],;|]+/).filter(Boolean);
  const numbers = words.flatMap((word, at) => {
    const bare = word.replace(/^#|[.#]+$/g, "");
    return /\d/.test(bare) ? [{ bare, called: word.startsWith("#") || RECORD_WORD.test((words[at - 1] ?? "").replace(/(?<=.)[.#]+$/, "")) }] : [];
  });
  const called = numbers.filter((number) => number.called);
  const [only, second] = called.length ? called : numbers;
  return only && !second ? only.bare : null;
}

/** A name without what EHRs put beside it: pronouns, ages, labels, numbers. @param {string} said @returns {string} */
export function nameIn(said) {
  return said
    .replace(/\([^)]*\)|\[[^\]]*\]/g, " ")
    .replace(/\b(name|client|patient)\s*:/gi, " ")
    .replace(/\b(she|he|they|ze)\s*\/\s*(her|him|them|hers|his|theirs|zir|they)(\s*\/\s*\w+)?\b/gi, " ")
    .replace(/\b\d+\s*(y\/o|y|yrs?|yo|years?)\b(\s*old)?/gi, " ")
    .replace(/\S*\d\S*/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s,;:|·-]+|[\s,;:|·-]+$/g, "");
}

/** The words of a name, in no order: "Lindqvist, Catherine" is Catherine Lindqvist. @param {string} name */
export function sameWords(name) {
  return (name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(" ");
}
