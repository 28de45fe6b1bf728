// @ts-check
/**
 * What is known of an EHR's pages, as data: built in, and taught by the therapist. A selector names a place in a page and
 * never a client; where a built-in entry has no place for the banner, the therapist points at it once.
 */

/** @typedef {string[]} Way selectors, each looked up inside the shadow root or the frame that the one before found */
/** @typedef {{ways: Way[]}} Place where a text stands: its ways must agree on one visible element */
/** @typedef {"name" | "birth_date" | "record_number"} Field */
/** @typedef {"mdy" | "dmy"} DateOrder which of 03/04 is the month, as the site writes dates */
/**
 * @typedef {object} Site
 * @property {string} name what the EHR is called
 * @property {string} origin a pattern for the page's origin, whole
 * @property {string} room what its paths begin with
 * @property {boolean} verified its places were tried on the real EHR; all others are read from public code
 * @property {string[]} address patterns for path, search and hash; their first group is the page's own id of the client
 * @property {"record_number" | "opaque"} address_is what that id is: the record number that the banner shows too, or a
 *   word that means something to the EHR alone
 * @property {Partial<Record<Field, Place[]>>} fields
 */
/**
 * @typedef {object} Taught what the therapist has said of one origin; kept in the browser, without a client's word
 * @property {Partial<Record<Field, Place[]>>} fields @property {DateOrder} order
 * @property {boolean} echoes whether Eyeline may listen to its note fields
 */
/** @typedef {Site & {order: DateOrder, echoes: boolean}} KnownSite */

/** @type {readonly Site[]} */
export const SITES = [
  {
    name: "Harbor Practice EHR (demo)",
    origin: "^http://127\\.0\\.0\\.1:\\d+$",
    room: "/demo-ehr/",
    verified: true,
    address: ["^/demo-ehr/clients/([^/?#]+)"],
    address_is: "record_number",
    fields: {
      name: [{ ways: [[".chart-banner [data-field=name]"]] }],
      birth_date: [{ ways: [[".chart-banner [data-field=birth-date]"]] }],
      record_number: [{ ways: [[".chart-banner [data-field=record-number]"]] }],
    },
  },
  {
    // the companion's own tab after an EHR has opened Eyeline: it says no more than the launch's word
    name: "Opened from the EHR",
    origin: "^http://127\\.0\\.0\\.1:\\d+$",
    room: "/ehr/launched/",
    verified: true,
    address: ["^/ehr/launched/([A-Za-z0-9_-]{22})$"],
    address_is: "opaque",
    fields: { name: [{ ways: [["[data-eyeline-launch]"]] }] },
  },
  {
    name: "SimplePractice",
    origin: "^https://secure\\.simplepractice\\.com$",
    room: "/",
    verified: false,
    address: ["^/clients/([A-Za-z0-9-]+)(?:[/?#]|$)"],
    address_is: "opaque",
    fields: {},
  },
  {
    name: "TherapyNotes",
    origin: "^https://www\\.therapynotes\\.com$",
    room: "/",
    verified: false,
    address: ["^/app/patients/edit/([A-Za-z0-9_-]{16,22})(?:[/?#]|$)"],
    address_is: "opaque",
    fields: {},
  },
  {
    name: "Jane",
    origin: "^https://[a-z0-9-]+\\.janeapp\\.com$",
    room: "/",
    verified: false,
    address: ["^/admin[^#]*#patients/(\\d+)(?:[/?#]|$)", "^/admin/patients/(\\d+)(?:[/?#]|$)"],
    address_is: "opaque",
    fields: {},
  },
];

/** An EHR of which nothing is known until it is taught. @type {Site} */
const UNKNOWN = { name: "", origin: "", room: "/", verified: false, address: [], address_is: "opaque", fields: {} };

/** Words that stand before a client's id in an address, and those that may also stand before somebody else's. */
const CLIENT_WORD = /^(clients?|patients?|pid|patient_?id|client_?id|patientfile(\.\w+)?)$/i;
const WEAKER_WORD = /^(people|person|members?|charts?|cases?)$/i;
/** Words that may stand between the two. */
const BETWEEN = /^(edit|view|show|details?|chart|open|profile|id|overview)$/i;

/**
 * What is known of the site that a page belongs to: built in, taught, or both. Null where the therapist has not switched
 * Eyeline on.
 * @param {string} origin @param {string} path @param {Readonly<Record<string, Taught>>} taught
 * @returns {KnownSite | null}
 */
export function siteOf(origin, path, taught) {
  const builtIn = builtInFor(origin, path);
  const said = taught[origin];
  if (!said) return builtIn?.verified ? { ...builtIn, order: "mdy", echoes: false } : null;
  const base = builtIn ?? { ...UNKNOWN, name: new URL(origin).host };
  return { ...base, fields: { ...base.fields, ...said.fields }, order: said.order, echoes: said.echoes };
}

/** @param {string} origin @param {string} path @returns {Site | null} */
export function builtInFor(origin, path) {
  return SITES.find((site) => new RegExp(site.origin).test(origin) && path.startsWith(site.room)) ?? null;
}

/**
 * The page's own id of its client, or null. Where no pattern is known it is the word after "patient", "client" and the
 * like, if it looks like an id.
 * @param {KnownSite} site @param {string} path path, search and hash @returns {string | null}
 */
export function addressOf(site, path) {
  for (const pattern of site.address) {
    const found = new RegExp(pattern).exec(path)?.[1];
    if (found) return decoded(found);
  }
  return site.address.length ? null : guessedAddress(path);
}

/** Where two ids could be meant there is none: one that two clients' pages share would vouch for a banner left over from
 * the other. @param {string} path @returns {string | null} */
function guessedAddress(path) {
  const words = wordsOf(path);
  for (const before of [CLIENT_WORD, WEAKER_WORD]) {
    const found = new Set(words.flatMap((word, at) => (before.test(word) ? idAfter(words, at, before) : [])));
    if (found.size) return found.size === 1 ? ([...found][0] ?? null) : null;
  }
  return null;
}

/** @param {string[]} words @param {number} at @param {RegExp} before @returns {string[]} */
function idAfter(words, at, before) {
  let next = at + 1;
  while (BETWEEN.test(words[next] ?? "") || before.test(words[next] ?? "")) next += 1;
  const word = words[next] ?? "";
  return isId(word) && !/^\d{4}-\d{2}-\d{2}$/.test(word) ? [word] : [];
}

/**
 * The ids in an address, each with the word before it: what the page is about, as far as its address says. Two addresses
 * with the same ids are pages of the same thing.
 * @param {string} path @returns {string}
 */
export function idsIn(path) {
  const words = wordsOf(path);
  return words.flatMap((word, at) => (isId(word) ? [`${words[at - 1] ?? ""}/${word}`] : [])).join(" ");
}

/** @param {string} path @returns {string[]} */
function wordsOf(path) {
  return path.split(/[/?#&=;!]+/).map(decoded).filter(Boolean);
}

/** @param {string} word */
function isId(word) {
  return /^[A-Za-z0-9._~-]{1,80}$/.test(word) && (/\d/.test(word) || word.length >= 20) && !/\.(php|aspx?|html?|js)$/i.test(word);
}

/** @param {string} word @returns {string} */
function decoded(word) {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}
