// @ts-check
/** Bringing notes in: what, whose, which kind; then a row for each file as it gets its verdict. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { isRunning } from "../state.js";
import { told, wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

const CLASSES = /** @type {const} */ ([
  ["record", "The record", "Progress notes, intakes, plans: what belongs to the chart."],
  ["psychotherapy", "Psychotherapy notes", "Your own notes on the talk itself, kept apart from the chart. Choose this when you are not sure."],
  ["sud_counseling", "SUD counseling notes", "Counseling notes on substance use, under 42 CFR Part 2."],
]);
const VERDICTS = { imported: "In", already_here: "Already here", refused: "Not brought in", left_out: "Left out" };
const STATES = { running: "coming in", paused: "paused", done: "all files have their verdict", cancelled: "cancelled", failed: "stopped" };
/** Rows: the last ones, and all that were not brought in, so that a thousand files do not slow the page down. */
const DRAWN = 200;

/** @param {State} state @param {Acts} acts */
export function bringInPage(state, acts) {
  return html`<main class="page" data-view="bring_in">
    <h1 tabindex="-1">Bring notes in</h1>
    ${state.bringing.job ? progress(state, acts) : form(state, acts)}
    ${state.bringing.verdicts.length ? verdictTable(state.bringing.verdicts) : nothing}
  </main>`;
}

/** @param {State} state @param {Acts} acts */
function form(state, acts) {
  const { path } = state.bringing;
  const submit = (/** @type {SubmitEvent} */ event) => {
    const said = told(event);
    void acts.bringIn({ name: said("name"), record_number: said("record_number"), birth_date: said("birth_date") });
  };
  const typed = (/** @type {InputEvent} */ event) => acts.fill({ path: /** @type {HTMLInputElement} */ (event.currentTarget).value });
  const sample = html`<p class="card">Only looking? Three invented clients are here to play with, marked “sample” wherever they show. Settings removes them again.
    <button class="plain" ?disabled=${state.busy} @click=${() => void acts.addSample()}>Bring in the sample caseload</button></p>`;
  return html`${state.clients.length ? nothing : sample}<form class="in" @submit=${submit} novalidate>
    <section class="card">
      <h2>Which notes</h2>
      <div class="row">
        <button class="plain" type="button" data-first @click=${() => void acts.choosePath("folder")}>Choose a folder</button>
        <button class="plain" type="button" @click=${() => void acts.choosePath("file")}>Choose a file or .zip</button>
      </div>
      <label>or type where they are <input name="path" .value=${path} @input=${typed} autocomplete="off" spellcheck="false"></label>
    </section>
    ${client(state, acts)} ${noteClasses(state.bringing.noteClass, (noteClass) => acts.fill({ noteClass }))}
    <div class="row end">${wrong(state.say)}<button class="strong" ?disabled=${state.busy}>Bring in</button></div>
  </form>`;
}

/** @param {State} state @param {Acts} acts */
function client({ bringing: { who }, clients }, acts) {
  const chosen = (/** @type {Event} */ event) => acts.fill({ who: /** @type {HTMLSelectElement} */ (event.currentTarget).value });
  const fresh = html`<div class="three">
    <label>Name <input name="name" autocomplete="off" maxlength="200"></label>
    <label>Record number <input name="record_number" autocomplete="off" maxlength="200"></label>
    <label>Birth date <input name="birth_date" type="date"></label>
  </div>
  <p class="quiet">With a record number or a birth date, Eyeline can tell by the chart that it is this client, and leaves out notes
    that say otherwise.</p>`;
  return html`<section class="card">
    <h2>Whose notes</h2>
    ${clients.length
      ? html`<label>Client <select @change=${chosen}>
          <option value="new" ?selected=${who === "new"}>A new client</option>
          ${clients.map((one) => html`<option value=${one.id} ?selected=${who === one.id}>${identity(one)}</option>`)}
        </select></label>`
      : nothing}
    ${who === "new" ? fresh : nothing}
  </section>`;
}

/** @typedef {typeof CLASSES[number][0]} NoteClass */

/** @param {string} chosen @param {(chosen: NoteClass) => void} [choose] */
export function noteClasses(chosen, choose) {
  return html`<fieldset class="card">
    <legend>What kind of notes</legend>
    ${CLASSES.map(([name, label, means]) => html`<label class="choice">
      <input type="radio" name="note_class" value=${name} .checked=${chosen === name} @change=${() => choose?.(name)}>
      <span><b>${label}</b> <span class="quiet">${means}</span></span></label>`)}
  </fieldset>`;
}

/** @param {State} state @param {Acts} acts */
function progress(state, acts) {
  const { job, verdicts, whose } = state.bringing;
  if (!job) return nothing;
  const leftOut = !isRunning(state) && verdicts.some(({ verdict, why }) => verdict === "left_out" && why);
  return html`<section class="card progress" aria-label="Progress">
    <div class="row">
      <h2>${verbatim(whose)}: ${STATES[job.state]}</h2>
      <p class="count">${job.files_done} of ${job.files} files, ${job.notes} ${job.notes === 1 ? "note" : "notes"}${left(job.seconds_left)}</p>
    </div>
    <progress max=${job.files || 1} value=${job.files_done} aria-label="Files"></progress>
    ${wrong(job.why || state.say)}
    <div class="row">
      ${job.state === "running" ? html`<button class="plain" @click=${() => void acts.tell("pause")}>Pause</button>` : nothing}
      ${job.state === "paused" ? html`<button class="strong" @click=${() => void acts.tell("resume")}>Resume</button>` : nothing}
      ${isRunning(state) ? html`<button class="plain" @click=${() => void acts.tell("cancel")}>Cancel</button>
        <span class="quiet">Cancelling keeps what is in; each note is in whole or not at all.</span>` : nothing}
      ${isRunning(state) ? nothing : html`<span class="quiet">${reading(state)}</span>`}
      ${isRunning(state) ? nothing : html`<button class="plain" data-first @click=${acts.more}>Bring in more</button>`}
      ${leftOut ? html`<button class="plain" @click=${() => void acts.bringInLooked()}>I have looked: bring in what was left out</button>` : nothing}
    </div>
  </section>`;
}

/** @param {State} state */
function reading({ waiting }) {
  if (!waiting) return "Everything that is in can be found by search.";
  return `Being read in the background: ${waiting} ${waiting === 1 ? "passage" : "passages"} left. Search finds what is read.`;
}

/** @param {number | null} seconds */
function left(seconds) {
  if (seconds === null) return "";
  return seconds < 60 ? ", less than a minute left" : `, about ${Math.ceil(seconds / 60)} min left`;
}

/** @param {import("../state.js").FileVerdict[]} verdicts */
export function verdictTable(verdicts) {
  const shown = verdicts.filter(({ verdict }, at) => at >= verdicts.length - DRAWN || verdict === "refused" || verdict === "left_out").reverse();
  return html`<div class="files" role="group" aria-label="Files and their verdicts" tabindex="0">
    <table>
      <thead><tr><th scope="col">File</th><th scope="col">Verdict</th><th scope="col" class="number">Notes</th><th scope="col">Why</th></tr></thead>
      <tbody>${shown.map((one) => html`<tr data-verdict=${one.verdict}>
        <td>${verbatim(one.name)}</td><td>${VERDICTS[one.verdict]}</td><td class="number">${one.notes || ""}</td><td>${verbatim(one.why)}</td></tr>`)}</tbody>
    </table>
  </div>`;
}

/** Enough to tell two people of one name apart. @param {import("../state.js").ClientCard} client */
export function identity({ name, record_tail, birth_date }) {
  return [name, record_tail, longDate(birth_date)].filter(Boolean).join(" · ");
}
