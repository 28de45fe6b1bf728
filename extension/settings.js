// @ts-check
/** How the therapist wants the panel. Pure; kept in the browser, without a client's word. */

/**
 * @typedef {object} Settings
 * @property {number} text size of the type in pixels @property {boolean} single one card at a time
 * @property {boolean} names the client's name instead of initials
 * @property {boolean} share goals and scores only: somebody else sees the screen
 * @property {boolean} blur shade when another program comes to the front
 * @property {number} minutes shade after so many minutes without a touch; 0: never
 */

export const TEXT_SIZES = [14, 15, 16, 18, 20, 22, 24];
export const SHADE_AFTER = [0, 2, 5, 10, 20];

/** @type {Settings} */
export const USUAL = { text: 15, single: false, names: false, share: false, blur: false, minutes: 0 };

/** What was kept, made whole; whatever does not fit is as usual. @param {unknown} kept @returns {Settings} */
export function settingsFrom(kept) {
  const given = /** @type {Partial<Settings>} */ (kept && typeof kept === "object" ? kept : {});
  const flag = (/** @type {"single" | "names" | "share" | "blur"} */ name) => (given[name] ?? USUAL[name]) === true;
  return {
    text: TEXT_SIZES.find((size) => size === given.text) ?? USUAL.text,
    single: flag("single"),
    names: flag("names"),
    share: flag("share"),
    blur: flag("blur"),
    minutes: SHADE_AFTER.find((minutes) => minutes === given.minutes) ?? USUAL.minutes,
  };
}

/** Rows a list may have: everything at 14 to 16, two at 18, one card at a time from 20 (docs: the design's section 8).
 * @param {Settings} settings @returns {{rows: number, single: boolean}} */
export function roomFor(settings) {
  return { rows: settings.text >= 18 ? 2 : 3, single: settings.single || settings.text >= 20 };
}
