// @ts-check
/** The whole note, its quote marked. */
import { html, nothing } from "../../vendor/lit-html.js";
import { aroundQuote } from "../quote.js";
import { longDate } from "./dates.js";

/** @param {import("../state.js").OpenNote} open @param {import("./acts.js").Acts} acts */
export function noteOf({ source, note, say }, acts) {
  return html`<main class="note" data-view="note">
    <div class="head">
      <button class="plain back" @click=${acts.back}>Back</button>
      <h2>${longDate(source.date) || source.note_name} <span>${source.note_kind}</span></h2>
    </div>
    ${say ? html`<p>${say}</p>` : note ? text(source, note.text) : nothing}
  </main>`;
}

/** @param {import("../state.js").Source} source @param {string} whole */
function text(source, whole) {
  const parts = aroundQuote(whole, source);
  if (!parts) return html`<p>This line does not stand in the note any more.</p><div class="text">${whole}</div>`;
  const [before, quote, after] = parts;
  return html`<div class="text">${before}<mark>${quote}</mark>${after}</div>`;
}
