// @ts-check
/** A note on the EHR's page, looked at before it is kept. */
import { html, nothing } from "../../vendor/lit-html.js";
import { deep } from "./deep.js";
import { unpiled } from "./verbatim.js";

/** @typedef {import("./acts.js").Acts} Acts */

const SAYS = { wait: "One moment", point: "Click the note's text on the page. Esc stops.", look: "", send: "", done: "" };
const KINDS = [["progress", "Progress note"], ["intake", "Intake"], ["plan", "Treatment plan"], ["contact", "Contact"], ["measure", "Measure"]];
const CLASSES = [["psychotherapy", "Psychotherapy note"], ["record", "Part of the record"], ["sud_counseling", "SUD counseling note"]];

/** @param {import("../levels.js").KeepNoteLevel} level @param {Acts} acts */
export function keepNoteOf({ draft, step, say }, acts) {
  const words = html`<p role="status">${say || SAYS[step]}</p>`;
  const again = html`<button class="plain" @click=${acts.pointAtNote}>Point at a note</button>`;
  if (!draft || step === "done") return deep("keep_note", "Keep a note", html`${words} ${step === "done" ? again : stop(acts)}`, acts);
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const given = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const said = (/** @type {string} */ name) => String(given.get(name) ?? "");
    acts.keepNote({ text: draft.text, session_date: said("session_date"), kind: said("kind"), note_class: said("note_class") });
  };
  const body = html`${say ? words : nothing}
    <form @submit=${submit}>
      <label>Session on <input type="date" name="session_date" .value=${draft.session_date}></label>
      ${choice("It is a", "kind", KINDS, draft.kind)} ${choice("Class", "note_class", CLASSES, draft.note_class)}
      <div class="text" role="group" aria-label="The note as it will be kept" tabindex="0">${unpiled(draft.text)}</div>
      <button class="strong" ?disabled=${step === "send"}>Keep this note</button>
    </form>`;
  return deep("keep_note", "Keep this note?", body, acts);
}

/** @param {Acts} acts */
function stop(acts) {
  return html`<button class="plain" @click=${acts.stopPointing}>Stop</button>`;
}

/** @param {string} label @param {string} name @param {string[][]} values @param {string} value */
function choice(label, name, values, value) {
  return html`<label>${label}
    <select name=${name}>${values.map(([one = "", say]) => html`<option value=${one} ?selected=${one === value}>${say}</option>`)}</select>
  </label>`;
}
