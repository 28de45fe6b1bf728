// @ts-check
/** Teaching a page: which fields the therapist has pointed at so far. Pure. */
import { eitherOrder } from "../said.js";
import { valueAt } from "../taught.js";

/** @typedef {import("../sites.js").Field} Field */
/** @typedef {import("../sites.js").DateOrder} DateOrder */
/** @typedef {import("../page/globals.js").Picked} Picked */
/**
 * @typedef {object} Teaching
 * @property {string} origin @property {string} name what the site is called @property {DateOrder} order
 * @property {Partial<Record<Field, Picked>>} picks @property {Field | null} pointing which field is being pointed at
 * @property {string | null} over what is under the pointer; null until the page is ready for it @property {string} say why the last one cannot be used
 */

/** @type {readonly Field[]} */
export const FIELDS = ["name", "record_number", "birth_date"];

const UNSTABLE = "This place could not be found again for sure. Point at the text next to it, or at the same text elsewhere.";
/** @type {Record<Field, string>} */
const NOT_A = {
  name: "That is not a name alone. Point at first and last name and nothing else.",
  record_number: "No single number was found there. Point at the number itself.",
  birth_date: "No single date was found there. Point at the birth date itself.",
};

/** @param {string} origin @param {string} name @param {DateOrder} order @returns {Teaching} */
export function begun(origin, name, order) {
  return { origin, name, order, picks: {}, pointing: null, over: null, say: "" };
}

/** The therapist pointed, or gave up. @param {Teaching} teaching @param {Field} field @param {Picked | null} picked
 * @returns {Teaching} */
export function pickedIn(teaching, field, picked) {
  const rests = { ...teaching, pointing: null, over: null, say: "" };
  if (!picked) return rests;
  const order = field === "birth_date" ? orderOf(picked.text, teaching.order) : teaching.order;
  if (valueAt(field, picked.text, order) === null) return { ...rests, say: NOT_A[field] };
  if (picked.place.ways.length === 0) return { ...rests, say: UNSTABLE };
  const picks = withoutWords({ ...teaching.picks, [field]: picked });
  const lost = Object.values(picks).length < Object.values(teaching.picks).length + (teaching.picks[field] ? 0 : 1);
  return { ...rests, order, picks, say: lost ? UNSTABLE : "" };
}

/** Drops every selector that holds a word of what was pointed at, and every field that has too few left.
 * @param {Teaching["picks"]} picks @returns {Teaching["picks"]} */
function withoutWords(picks) {
  const words = Object.values(picks).flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
  const clean = (/** @type {string[]} */ way) => !words.some((word) => way.join(" ").toLowerCase().includes(word));
  const kept = Object.entries(picks).flatMap(([field, { place, text }]) => {
    const ways = place.ways.filter(clean);
    return ways.length > 1 ? [[field, { place: { ways }, text }]] : [];
  });
  return Object.fromEntries(kept);
}

/** The order in which this text is a date at all. @param {string} text @param {DateOrder} order @returns {DateOrder} */
function orderOf(text, order) {
  const other = order === "mdy" ? "dmy" : "mdy";
  return valueAt("birth_date", text, order) === null && valueAt("birth_date", text, other) !== null ? other : order;
}

/** Whether the birth date that was pointed at can be read in two ways. @param {Teaching} teaching */
export function orderOpen({ picks }) {
  return picks.birth_date !== undefined && eitherOrder(picks.birth_date.text);
}

/** Enough to tell a client by: the name, and one thing more. @param {Teaching} teaching */
export function enough({ picks }) {
  return picks.name !== undefined && (picks.record_number !== undefined || picks.birth_date !== undefined);
}
