// @ts-check
/** Which classes of notes are shown, in the window and in every panel. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

const CLASSES = /** @type {const} */ ([
  ["psychotherapy", "Psychotherapy notes"],
  ["sud_counseling", "SUD counseling notes"],
]);

/** @param {State} state @param {Acts} acts */
export function shownNotesCard({ noteClasses, busy }, acts) {
  if (!noteClasses) return nothing;
  const put = (/** @type {typeof CLASSES[number][0]} */ name) => (/** @type {Event} */ event) =>
    void acts.showNoteClasses({ ...noteClasses, [name]: /** @type {HTMLInputElement} */ (event.currentTarget).checked });
  return html`<section class="card" aria-labelledby="shown">
    <h2 id="shown">Notes that are shown</h2>
    <p>The record always is. What is not shown is in no panel, page, search or count, nor is what was found in it; it stays kept.</p>
    ${CLASSES.map(([name, label]) => html`<label class="choice"><input type="checkbox" .checked=${noteClasses[name]} ?disabled=${busy} @change=${put(name)}> ${label}</label>`)}
  </section>`;
}
