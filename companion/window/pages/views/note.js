// @ts-check
/** A whole note beside the page, at the quote that led to it. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { aroundQuote } from "../../../../extension/panel/quote.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { unpiled, verbatim } from "../../../../extension/panel/views/verbatim.js";

/** @typedef {{start: number, end: number, quote: string}} Quote */

/**
 * @param {object} shown
 * @param {string} shown.title whose note it is
 * @param {{date: string | null, kind: string, name: string}} shown.of
 * @param {Quote | null} shown.quote null where the note was opened by itself
 * @param {string | null} shown.text null while it is fetched
 * @param {string} [shown.say] why it is not there
 * @param {() => void} shown.close
 * @param {unknown} [shown.foot] what can be done with it
 */
export function noteAside({ title, of, quote, text, say = "", close, foot = nothing }) {
  return html`<aside class="note" aria-label=${quote ? "The note at the quote" : "The note"}>
    <header>
      <h2 tabindex="-1">${verbatim(title)}</h2>
      <p class="quiet">${[longDate(of.date) || "no date", of.kind].join(" · ")} · ${verbatim(of.name)}</p>
      <button class="plain" @click=${close} aria-keyshortcuts="Escape">Close</button>
    </header>
    <div class="text" role="group" aria-label="The note" tabindex="0">${text === null ? say || nothing : whole(quote, text)}</div>
    ${foot}
  </aside>`;
}

/** A note that should not be here: asked once more in plain words before it goes.
 * @param {string} note_id @param {boolean} busy @param {import("../window.js").Acts} acts */
export function deletion(note_id, busy, acts) {
  return html`<details class="foot"><summary>Delete this note</summary>
    <p>The note and all that was found in it go for good: no backup brings it back. What you decided stays, and your original file is not
      touched.</p>
    <button class="plain danger" ?disabled=${busy} @click=${() => void acts.deleteNote(note_id)}>Delete this note for good</button>
  </details>`;
}

/** @param {Quote | null} quote @param {string} text */
function whole(quote, text) {
  const parts = quote && aroundQuote(text, quote);
  if (!parts) return unpiled(text);
  const [before, words, after] = parts;
  return html`${unpiled(before)}<mark>${unpiled(words)}</mark>${unpiled(after)}`;
}
