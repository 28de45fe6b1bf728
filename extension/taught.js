// @ts-check
/** What the therapist has taught about sites: which are switched on, and where their banner stands. Pure. */
import { isoDate, nameIn, recordNumber } from "./said.js";

/** @typedef {import("./sites.js").Taught} Taught */
/** @typedef {import("./sites.js").Field} Field */
/** @typedef {import("./sites.js").Place} Place */
/** @typedef {Readonly<Record<string, Taught>>} TaughtSites by origin */

/** Places of one field that are kept for one site: a banner, a form, one more. */
const PLACES = 4;

/** A site that was switched on and not taught yet. @returns {Taught} */
export function switchedOn() {
  return { fields: {}, order: "mdy", echoes: false };
}

/** @param {TaughtSites} sites @param {string} origin @param {Taught | null} taught null: switched off
 * @returns {TaughtSites} */
export function withSite(sites, origin, taught) {
  const { [origin]: _before, ...others } = sites;
  return taught ? { ...others, [origin]: taught } : others;
}

/** One more place for each field that was pointed at; the newest first. @param {Taught} taught
 * @param {Partial<Record<Field, Place>>} places @returns {Taught} */
export function withPlaces(taught, places) {
  const fields = { ...taught.fields };
  for (const [name, place] of Object.entries(places)) {
    const field = /** @type {Field} */ (name);
    const others = (fields[field] ?? []).filter((one) => JSON.stringify(one) !== JSON.stringify(place));
    fields[field] = [place, ...others].slice(0, PLACES);
  }
  return { ...taught, fields };
}

/** What Eyeline reads where the therapist has pointed, or null. @param {Field} field @param {string} text
 * @param {import("./sites.js").DateOrder} order @returns {string | null} */
export function valueAt(field, text, order) {
  if (field === "birth_date") return isoDate(text, order);
  if (field === "record_number") return recordNumber(text);
  const name = nameIn(text);
  return name.split(" ").length >= 2 && text.length <= 80 ? name : null;
}
