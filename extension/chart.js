// @ts-check
/** Judges whether an EHR's page can be believed about whose chart it shows. Pure: page/reader.js reads the page. */
import { isoDate, nameIn, recordNumber, sameWords } from "./said.js";
import { addressOf, idsIn } from "./sites.js";

/** @typedef {import("./sites.js").KnownSite} KnownSite */
/** @typedef {import("./replies.js").ChartRequest} ChartRequest */
/**
 * @typedef {object} PageText what the page says, as it has it; each field as often as it says it differently
 * @property {string} origin @property {string} path path, search and hash
 * @property {string} [came] the path under which the banner came to say what it says
 * @property {number} document when this document was begun, which tells one load of a page from another
 * @property {string[]} name @property {string[]} birth_date @property {string[]} record_number
 */
/**
 * @typedef {object} Reading
 * @property {ChartRequest} identity what the page says, ready to be asked about
 * @property {string} banner all that the banner says, in one line, to tell one banner from another
 * @property {boolean} contradicts the page says two different things
 * @property {string} where the whole address @property {string} about the ids in it @property {number} document
 * @property {{where: string, address_id: string | null, about: string}} came the address under which the banner came
 */
/**
 * What to make of a reading. `none`: no chart. `wait`: the page is not ready or not of one mind. `doubt`: the address
 * is another one but the banner has not changed, so that it may be left over; an address that the therapist has linked
 * can vouch for it. `stale`: the same, and nothing can vouch. `settle`: believe it if it stays as it is. `agree`: ask.
 * @typedef {"none" | "wait" | "doubt" | "stale" | "settle" | "agree"} Verdict
 */

/** @param {PageText} page @param {KnownSite} site @returns {Reading} */
export function readingOf(page, site) {
  const names = page.name.map(nameIn).filter(Boolean);
  const births = page.birth_date.map((said) => isoDate(said, site.order));
  const records = page.record_number.map(recordNumber);
  const address = addressOf(site, page.path);
  const came = page.came ?? page.path;
  const identity = {
    site: page.origin,
    address_id: address,
    record_number: records[0] ?? null,
    name: names[0] ?? null,
    birth_date: births[0] ?? null,
  };
  const divided = [names.map(sameWords), births, records].some((said) => new Set(said).size > 1);
  const numbered = site.address_is === "record_number" && address && identity.record_number;
  return {
    identity,
    banner: [...page.name, ...page.birth_date, ...page.record_number].join(" | "),
    contradicts: divided || (Boolean(numbered) && address !== identity.record_number),
    where: page.path,
    about: idsIn(page.path),
    document: page.document,
    came: { where: came, address_id: addressOf(site, came), about: idsIn(came) },
  };
}

/**
 * @param {Reading | null} reading
 * @param {Reading | null} settled the last reading of this tab that was good enough to ask about
 * @returns {Verdict}
 */
export function judge(reading, settled) {
  if (!reading || (!reading.identity.address_id && !reading.banner)) return "none";
  if (!reading.banner || reading.contradicts) return "wait";
  const same = settled?.banner === reading.banner;
  if (same && settled?.where === reading.where) return "agree";
  const { came, document } = reading;
  if (came.where !== reading.where && (came.address_id || came.about)) return leftOver(reading, { ...came, document });
  if (!settled || !same) return "agree";
  const { identity, about } = settled;
  return leftOver(reading, { address_id: identity.address_id ?? null, about, document: settled.document });
}

/** The address has changed and the banner has not: the same chart's next page, or a banner left over?
 * @param {Reading} reading @param {{address_id: string | null, about: string, document: number}} old @returns {Verdict} */
function leftOver(reading, old) {
  const [now, before] = [reading.identity.address_id, old.address_id];
  const loaded = reading.document !== old.document;
  if (now && now === before) return "agree";
  if (now) return loaded ? "settle" : "doubt";
  // no id of the client in the address: the same other ids are pages of the same thing, and a page that was loaded anew
  // has no banner from before
  if (loaded || (!before && reading.about && reading.about === old.about)) return "agree";
  return "stale";
}

/**
 * What may be asked about a reading in doubt: so little that only an address the therapist has linked before can vouch
 * for it. A banner left over from the client before then convinces nobody.
 * @param {ChartRequest} identity @returns {ChartRequest}
 */
export function inDoubt(identity) {
  return { site: identity.site, address_id: identity.address_id ?? null, name: identity.name ?? null };
}

/** @param {Reading | null} one @param {Reading | null} other @returns {boolean} */
export function sameReading(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
