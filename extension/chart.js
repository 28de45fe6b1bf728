// @ts-check
/**
 * Reads whose chart an EHR page shows, and judges whether the page can be believed. `readChart` runs inside the page;
 * the rest is pure.
 */

/** @typedef {import("./sites.js").Site} Site */
/** @typedef {import("./replies.js").ChartRequest} ChartRequest */
/**
 * @typedef {object} PageText what `readChart` brings back, as the page has it
 * @property {string} site the site's name
 * @property {string} origin @property {string | null} address
 * @property {string | null} name @property {string | null} birth_date @property {string | null} record_number
 */
/**
 * @typedef {object} Reading
 * @property {ChartRequest} identity what the page says, ready to be asked about
 * @property {string} banner all that the banner says, in one line, to tell one banner from another
 * @property {boolean} contradicts address and banner name different clients
 */
/**
 * What to make of a reading. `none`: no chart. `wait`: the page is not ready or not of one mind. `doubt`: the address
 * is another client's but the banner has not changed. `agree`: ask about it.
 * @typedef {"none" | "wait" | "doubt" | "agree"} Verdict
 */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * Runs in the page, so it may use nothing from outside itself. Null where no site of ours is shown.
 * @param {readonly Site[]} sites @returns {PageText | null}
 */
export function readChart(sites) {
  const site = sites.find((one) => new RegExp(one.origin).test(location.origin));
  if (!site) return null;
  /** @param {string} selector */
  const textAt = (selector) => {
    const shown = [...document.querySelectorAll(selector)].filter((found) => found.checkVisibility());
    const [only] = shown;
    if (!only || shown.length > 1) return null;
    const machine = only.getAttribute("datetime");
    return (machine ?? only.textContent ?? "").replace(/\s+/g, " ").trim() || null;
  };
  const address = new RegExp(site.address).exec(location.pathname + location.hash)?.[1] ?? null;
  return {
    site: site.name,
    origin: location.origin,
    address: address && decodeURIComponent(address),
    name: textAt(site.fields.name),
    birth_date: textAt(site.fields.birth_date),
    record_number: textAt(site.fields.record_number),
  };
}

/**
 * A birth date as ISO, or null where the page's words do not say for certain which day is meant.
 * @param {string | null} said @returns {string | null}
 */
export function isoDate(said) {
  const text = (said ?? "").toLowerCase();
  const iso = /\b(\d{4})-(\d{2})-(\d{2})\b/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const american = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text);
  if (american) return dayOf(Number(american[3]), Number(american[1]), Number(american[2]));
  const named = /\b([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})\b/.exec(text);
  if (named) return dayOf(Number(named[3]), MONTHS.indexOf(named[1] ?? "") + 1, Number(named[2]));
  const turned = /\b(\d{1,2}) ([a-z]{3})[a-z]*\.?,? (\d{4})\b/.exec(text);
  if (turned) return dayOf(Number(turned[3]), MONTHS.indexOf(turned[2] ?? "") + 1, Number(turned[1]));
  return null;
}

/** @param {number} year @param {number} month @param {number} day @returns {string | null} */
function dayOf(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year > 1800;
  return real ? date.toISOString().slice(0, 10) : null;
}

/** @param {PageText} page @param {readonly Site[]} sites @returns {Reading} */
export function readingOf(page, sites) {
  const site = sites.find((one) => one.name === page.site);
  const identity = {
    site: page.origin,
    address_id: page.address,
    record_number: page.record_number,
    name: page.name,
    birth_date: isoDate(page.birth_date),
  };
  const comparable = site?.address_is === "record_number" && page.address && page.record_number;
  return {
    identity,
    banner: [page.name, page.birth_date, page.record_number].filter(Boolean).join(" | "),
    contradicts: Boolean(comparable) && page.address !== page.record_number,
  };
}

/**
 * @param {Reading | null} reading
 * @param {Reading | null} settled the last reading of this tab that was believed
 * @returns {Verdict}
 */
export function judge(reading, settled) {
  if (!reading || (!reading.identity.address_id && !reading.banner)) return "none";
  if (!reading.banner || reading.contradicts) return "wait";
  const moved = settled !== null && settled.identity.address_id !== reading.identity.address_id;
  return moved && settled.banner === reading.banner ? "doubt" : "agree";
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
