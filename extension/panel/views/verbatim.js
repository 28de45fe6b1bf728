// @ts-check
/**
 * Words that are not ours, exactly as they are. They get a direction of their own, so that they turn nothing beside them
 * round; and of hundreds of marks that are piled on one letter all but the first are in the page without being drawn:
 * Chromium takes the square of their number to set such a pile, and a hundred thousand of them end the page.
 */
import { html } from "../../vendor/lit-html.js";

const PILE = /\p{M}{64}/u;
const WITH_ITS_PILE = /([\s\S]*?\p{M}{64})(\p{M}*)|[\s\S]+/gu;

/** @param {string} text */
export function verbatim(text) {
  return html`<bdi>${unpiled(text)}</bdi>`;
}

/** Without a direction of its own: for a whole note. @param {string} text @returns {unknown} */
export function unpiled(text) {
  if (!PILE.test(text)) return text;
  return [...text.matchAll(WITH_ITS_PILE)].map(([rest, drawn, more]) => (drawn ? html`${drawn}<span hidden>${more}</span>` : rest));
}
