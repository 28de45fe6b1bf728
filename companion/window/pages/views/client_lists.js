// @ts-check
/** Below the pictures: what was set between sessions, people, notes. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { OUTCOME } from "../../../../extension/panel/views/words.js";
import { openNote, quoteButton } from "./quote.js";

/** @typedef {import("../state.js").ClientPage} ClientPage */
/** @typedef {import("../window.js").Acts} Acts */

const CLASSES = { record: "", psychotherapy: "psychotherapy note", sud_counseling: "SUD counseling note" };
/** Rows of a list before all of it is asked for. */
const NEWEST = 8;

/** @typedef {import("../state.js").ClientState["whole"]} Whole */

/**
 * The newest rows, and a way to all of them.
 * @template T
 * @param {Whole[number]} name @param {T[]} rows @param {(row: T) => unknown} draw @param {Whole} whole @param {Acts} acts
 */
function listOf(name, rows, draw, whole, acts) {
  const shown = whole.includes(name) ? rows : rows.slice(0, NEWEST);
  const more = html`<button class="plain" @click=${() => acts.showWhole(name)}>All ${rows.length}</button>`;
  return html`<ul class="list rows ${name}">${shown.map((row) => html`<li>${draw(row)}</li>`)}</ul>${shown.length < rows.length ? more : nothing}`;
}

/** @param {ClientPage} page @param {Whole} whole @param {Acts} acts */
export function followUpsCard({ follow_ups }, whole, acts) {
  return html`<section class="card" aria-labelledby="follow-ups">
    <h2 id="follow-ups">Follow-ups <span class="quiet">${follow_ups.length || ""}</span></h2>
    ${follow_ups.length ? listOf("follow_ups", follow_ups, (one) => followUp(one, acts), whole, acts) : html`<p class="quiet">Nothing was set between sessions in the notes read.</p>`}
  </section>`;
}

/** @param {ClientPage["follow_ups"][number]} row @param {Acts} acts */
function followUp({ key, source, outcome, decided, reported }, acts) {
  const chosen = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.currentTarget);
    void acts.decide({ about: "follow_up", key, what: "outcome", value: value || null }, value ? "Outcome kept." : "As the notes have it.");
  };
  const came = outcome && OUTCOME[outcome];
  return html`${quoteButton(source, acts)} ${came ? html`<p class="on-paper quiet">${came}</p>` : nothing}
    <p class="row"><select aria-label="What came of it" .value=${outcome ?? ""} @change=${chosen}>
        <option value="" ?selected=${!outcome}>${decided ? "as the notes have it" : "nothing found"}</option>
        ${Object.entries(OUTCOME).map(([value, label]) => html`<option value=${value} ?selected=${outcome === value}>${label}</option>`)}
      </select> ${decided ? html`<span class="quiet">by you</span>` : nothing}
      ${reported ? html`<button class="plain small" @click=${() => openNote(reported, acts)}>Where it says so</button>` : nothing}</p>`;
}

/** @param {ClientPage} page @param {Whole} whole @param {Acts} acts */
export function peopleCard({ people, people_hidden }, whole, acts) {
  return html`<section class="card" aria-labelledby="people">
    <h2 id="people">People <span class="quiet">${people.length || ""}</span></h2>
    ${people.length ? listOf("people", people, (one) => person(one, acts), whole, acts) : html`<p class="quiet">Nobody is named in the notes read.</p>`}
    ${people_hidden.length ? html`<details><summary>${people_hidden.length} hidden</summary><ul class="list rows">${people_hidden.map((one) => html`<li>${person(one, acts)}</li>`)}</ul></details>` : nothing}
  </section>`;
}

/** @param {ClientPage["people"][number]} row @param {Acts} acts */
function person({ key, name, relation, note_count, last_mentioned }, acts) {
  const told = [`${note_count} ${note_count === 1 ? "note" : "notes"}`, longDate(last_mentioned)].filter(Boolean).join(", last ");
  return html`<button class="words" @click=${() => void acts.deeper({ kind: "person", key, reply: null, say: "" })}>
    <span><b>${verbatim(name)}</b> ${verbatim(relation)}</span> <span class="quiet">${told}</span></button>`;
}

/** @param {ClientPage} page @param {Whole} whole @param {Acts} acts */
export function notesCard({ notes }, whole, acts) {
  return html`<section class="card" aria-labelledby="notes">
    <h2 id="notes">Notes <span class="quiet">${notes.length}</span></h2>
    ${listOf("notes", notes, (one) => note(one, acts), whole, acts)}
  </section>`;
}

/** @param {ClientPage["notes"][number]} row @param {Acts} acts */
function note(row, acts) {
  const open = () => void acts.deeper({ kind: "note", of: row, quote: null, reply: null, say: "" });
  return html`<button class="words" @click=${open}>
    <span>${longDate(row.date) || "no date"}</span> <span>${row.kind}</span> <span class="quiet">${verbatim(row.name)}</span> <span class="quiet">${CLASSES[row.note_class]}</span></button>`;
}
