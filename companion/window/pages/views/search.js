// @ts-check
/** Search over all clients: results by client, each a quote with its day and note; the note at the quote beside them. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { byClient, EVERYTHING } from "../state.js";
import { identity } from "./bring_in.js";
import { noteAside } from "./note.js";
import { ASSERTIONS } from "./risk_aside.js";
import { wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").CaseloadHit} Hit */
/** @typedef {import("../window.js").Acts} Acts */

const KINDS = /** @type {const} */ (["intake", "progress", "plan", "journal", "transcript", "measure", "contact"]);

/** @param {State} state @param {Acts} acts */
export function searchPage(state, acts) {
  const { search } = state;
  const typed = (/** @type {InputEvent} */ event) => acts.type(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<main class="searching" data-view="search" ?data-note=${search.opened}>
    <div class="ask">
      <h1 class="unseen" tabindex="-1">Search</h1>
      <input type="search" aria-label="Search all clients by meaning" placeholder="What was said, in your own words" .value=${search.words}
        @input=${typed} autocomplete="off" spellcheck="false" maxlength="400" data-first>
      ${narrowing(state, acts)}
      <div class="row"><p class="quiet" role="status">${saying(state)}</p>
        ${search.asked && search.asked === search.words.trim() && !isKept(state) ? html`<button class="plain small" @click=${() => void acts.keepSearch()}>Keep this search</button>` : nothing}</div>
      ${wrong(notSearched(search.leftOut))}
    </div>
    <div class="results">${search.words.trim() ? nothing : kept(state, acts)} ${byClient(search.hits).map((hits) => person(hits, search.opened, acts))}</div>
    ${search.opened ? note(state, acts) : nothing}
  </main>`;
}

/** Which words are meant: whose, when, in which kind of note, saying what of a risk, naming whom. @param {State} state @param {Acts} acts */
function narrowing({ search: { among }, clients }, acts) {
  const to = (/** @type {keyof typeof among} */ what) => (/** @type {Event} */ event) =>
    acts.narrow({ [what]: /** @type {HTMLInputElement | HTMLSelectElement} */ (event.currentTarget).value });
  return html`<div class="narrow">
    <label>Client <select @change=${to("client_id")}>
      <option value="" ?selected=${!among.client_id}>all</option>
      ${clients.map((one) => html`<option value=${one.id} ?selected=${among.client_id === one.id}>${identity(one)}</option>`)}
    </select></label>
    <label>From <input type="date" .value=${among.since} @change=${to("since")}></label>
    <label>Until <input type="date" .value=${among.until} @change=${to("until")}></label>
    <label>Kind of note <select @change=${to("kind")}>
      <option value="" ?selected=${!among.kind}>all</option>
      ${KINDS.map((kind) => html`<option value=${kind} ?selected=${among.kind === kind}>${kind}</option>`)}
    </select></label>
    <label>Words of risk <select @change=${to("assertion")}>
      <option value="" ?selected=${!among.assertion}>any or none</option>
      ${Object.entries(ASSERTIONS).map(([value, label]) => html`<option value=${value} ?selected=${among.assertion === value}>${label}</option>`)}
    </select></label>
    <label>Names <input .value=${among.person} @input=${to("person")} placeholder="a person, or mother" maxlength="60" autocomplete="off" spellcheck="false"></label>
  </div>`;
}

/** Searches kept from another day. @param {State} state @param {Acts} acts */
function kept({ saved }, acts) {
  if (!saved.length) return nothing;
  return html`<section class="card kept" aria-labelledby="kept"><h2 id="kept">Kept searches</h2>
    <ul class="list">${saved.map((one) => html`<li><button class="words" @click=${() => acts.askAgain(one)}><span>${verbatim(one.words)}</span> <span class="quiet">${verbatim(narrowed(one))}</span></button>
      <button class="plain small" aria-label="Let go: ${one.words}" @click=${() => void acts.forgetSearch(one.id)}>Let go</button></li>`)}</ul></section>`;
}

/** @param {import("../state.js").SavedSearch} saved */
function narrowed({ client, since, until, kinds, assertion, person }) {
  const risk = assertion && `words of risk: ${ASSERTIONS[assertion]}`;
  const told = [client && identity(client), since && `from ${longDate(since)}`, until && `until ${longDate(until)}`, kinds.join(", "), risk, person && `names ${person}`];
  return told.filter(Boolean).join(" · ") || "all notes";
}

/** Whether what was asked is among the kept ones. @param {State} state */
function isKept({ saved, search: { words, among } }) {
  return saved.some((one) => one.words === words.trim().replace(/\s+/gu, " ") && (one.client?.id ?? "") === among.client_id
    && (one.since ?? "") === among.since && (one.until ?? "") === among.until && (one.kinds[0] ?? "") === among.kind
    && (one.assertion ?? "") === among.assertion && one.person === among.person.trim().replace(/\s+/gu, " "));
}

/** @param {State} state */
function saying({ search, clients, waiting }) {
  const { words, asked, hits, nothingClose, say } = search;
  if (say) return say;
  if (!clients.length) return "There are no notes yet. Bring notes in first.";
  if (!asked) return words ? "" : `All ${clients.length === 1 ? "notes of one client" : `${clients.length} clients`}, by meaning, as you type.`;
  const unread = waiting ? " Notes are still being read; there may be more." : "";
  if (!hits.length) return `${search.among === EVERYTHING ? "Nothing close." : "Nothing close in what is chosen above."}${unread}`;
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
    <div class="whose"><h2>${verbatim(identity(client))} ${client.invented ? html`<span class="sample">sample</span>` : nothing}</h2>
      <button class="plain small" aria-label="Page of ${client.name}" @click=${() => void acts.openClient(client.id)}>Page</button></div>
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
