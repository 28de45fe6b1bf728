// @ts-check
/**
 * Words that are not ours, exactly as they are. They get a direction of their own, so that they turn nothing beside them
 * round; and places to break where hundreds of marks are piled on one letter: Chromium takes the square of their number
 * to set such a pile, and a hundred thousand of them end the page.
 */
import { html } from "../../vendor/lit-html.js";

const PILE = /\p{M}{256}/u;
const UP_TO_A_PILE = /[\s\S]*?\p{M}{256}|[\s\S]+/gu;

/** @param {string} text */
export function verbatim(text) {
  return html`<bdi>${unpiled(text)}</bdi>`;
}

/** Without a direction of its own: for a whole note. @param {string} text @returns {unknown} */
export function unpiled(text) {
  return PILE.test(text) ? text.match(UP_TO_A_PILE)?.map((part) => html`${part}<wbr>`) : text;
}
