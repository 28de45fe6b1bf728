// @ts-check
/** A quote, which is one action from its note. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";

/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../window.js").Acts} Acts */

/** The note at a quote. @param {Source} source @param {Pick<Acts, "deeper">} acts */
export function openNote(source, acts) {
  const of = { note_id: source.note_id, name: source.note_name, kind: source.note_kind, date: source.date };
  void acts.deeper({ kind: "note", of, quote: source, reply: null, say: "" });
}

/** @param {Source} source @param {Acts} acts @param {string} [beside] what stands with it, its day if nothing else */
export function quoteButton(source, acts, beside = longDate(source.date) || "no date") {
  return html`<button class="words" type="button" @click=${() => openNote(source, acts)}>
    <span class="say">${verbatim(source.quote)}</span> <span class="quiet">${beside}</span>
  </button>`;
}
