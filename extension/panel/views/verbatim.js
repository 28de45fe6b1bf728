// @ts-check
/**
 * Words that are not ours, exactly as they are. They get a direction of their own, so that they turn nothing beside them
 * round. And a letter under dozens of marks is set apart, with all but the first of them in the page without being drawn:
 * Chromium takes the square of their number to set such a pile, and a hundred thousand of them end the page.
 */
import { html, nothing } from "../../vendor/lit-html.js";

const PILE = /\p{M}{32}/u;
const WITH_ITS_PILE = /([\s\S]*?)(\P{M}?\p{M}{32})(\p{M}*)|[\s\S]+/gu;
/** Characters that open or close a direction of their own: one too few or too many gets out of any inline element. */
const ISOLATES = /[\u2066-\u2069]/;

/** @param {string} text */
export function verbatim(text) {
  return html`<bdi class=${ISOLATES.test(text) ? "apart" : nothing}>${unpiled(text)}</bdi>`;
}

/** Without a direction of its own: for a whole note. @param {string} text @returns {unknown} */
export function unpiled(text) {
  if (!PILE.test(text)) return text;
  return [...text.matchAll(WITH_ITS_PILE)].map(([rest, before, pile, more]) =>
    pile ? html`${before}<span class="pile">${pile}<span hidden>${more}</span></span>` : rest,
  );
}
