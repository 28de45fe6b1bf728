// @ts-check
/** Where the keyboard goes when what it was on is gone, or was switched off for a moment. */

/** Back to where it was, else to a heading of the page, unless it is somewhere still.
 * @param {Element | null} before @param {string} otherwise a selector, or nothing */
export function focusIfLost(before, otherwise) {
  for (const found of [before, otherwise && document.querySelector(otherwise)]) {
    if (document.activeElement && document.activeElement !== document.body) return;
    if (found instanceof HTMLElement) found.focus();
  }
}
