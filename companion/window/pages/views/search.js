// @ts-check
/** Search over all clients: results by client, each a quote with its day and note; the note at the quote beside them. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { byClient } from "../state.js";
import { identity } from "./bring_in.js";
import { noteAside } from "./note.js";
import { wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").CaseloadHit} Hit */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {State} state @param {Acts} acts */
export function searchPage(state, acts) {
  const { search } = state;
  const typed = (/** @type {InputEvent} */ event) => acts.type(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<main class="searching" data-view="search" ?data-note=${search.opened}>
    <div class="ask">
      <h1 class="unseen" tabindex="-1">Search</h1>
      <input type="search" aria-label="Search all clients by meaning" placeholder="What was said, in your own words" .value=${search.words}
        @input=${typed} autocomplete="off" spellcheck="false" maxlength="400" data-first>
      <p class="quiet" role="status">${saying(state)}</p>
      ${wrong(notSearched(search.leftOut))}
    </div>
    <div class="results">${byClient(search.hits).map((hits) => person(hits, search.opened, acts))}</div>
    ${search.opened ? note(state, acts) : nothing}
  </main>`;
}

/** @param {State} state */
function saying({ search, clients, waiting }) {
  const { words, asked, hits, nothingClose, say } = search;
  if (say) return say;
  if (!clients.length) return "There are no notes yet. Bring notes in first.";
  if (!asked) return words ? "" : `All ${clients.length === 1 ? "notes of one client" : `${clients.length} clients`}, by meaning, as you type.`;
  const unread = waiting ? " Notes are still being read; there may be more." : "";
  if (!hits.length) return `Nothing close.${unread}`;
  return (nothingClose ? "Nothing close. These are the nearest there are." : `${hits.length} places, the nearest first.`) + unread;
}

/** @param {import("../state.js").ClientCard[]} leftOut */
function notSearched(leftOut) {
  const names = leftOut.map(identity).join(", ");
  return names ? `Not searched, because the file is damaged: ${names}. Restore it from a backup.` : "";
}

/** @param {Hit[]} hits @param {Hit | null} opened @param {Acts} acts */
function person(hits, opened, acts) {
  const [first] = hits;
  if (!first) return nothing;
  const { client } = first;
  return html`<section class="person">
    <h2>${verbatim(identity(client))} ${client.invented ? html`<span class="sample">sample</span>` : nothing}</h2>
    <ul>${hits.map((hit) => html`<li><button class="hit" aria-pressed=${hit === opened} ?data-was-open=${hit === opened} @click=${() => void acts.open(hit)}>
      <span class="when">${longDate(hit.source.date) || "no date"} · ${hit.source.note_kind}</span>
      <span class="quote">${verbatim(hit.source.quote)}</span></button></li>`)}</ul>
  </section>`;
}

/** @param {State} state @param {Acts} acts */
function note({ search: { opened, note: reply } }, acts) {
  if (!opened) return nothing;
  const { client, source } = opened;
  const of = { date: source.date, kind: source.note_kind, name: source.note_name };
  return noteAside({ title: identity(client), of, quote: source, text: reply?.text ?? null, close: acts.close });
}
