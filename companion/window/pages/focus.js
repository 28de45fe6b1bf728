// @ts-check
/** Where the keyboard goes when what it was on is gone. */

/** To a heading of the page, unless the keyboard is somewhere still. @param {string} selector */
export function focusIfLost(selector) {
  const found = document.querySelector(selector);
  const lost = !document.activeElement || document.activeElement === document.body;
  if (lost && found instanceof HTMLElement) found.focus();
}
