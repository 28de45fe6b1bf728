// @ts-check
/** What an EHR has of this client: fetched because the therapist says so, looked at, kept when they say so again. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { aside } from "./aside.js";
import { noteClasses, verdictTable } from "./bring_in.js";
import { told, wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */
/** @typedef {import("../../../../extension/replies.js").EhrPullReply} Pulled */

/** What an EHR calls its resources. @type {Record<string, string>} */
const KINDS = {
  DocumentReference: "Documents",
  Composition: "Compositions",
  DiagnosticReport: "Reports",
  Goal: "Goals",
  Observation: "Scores",
  QuestionnaireResponse: "Questionnaires",
};

/** @param {State} state @param {Acts} acts */
export function pullAside(state, acts) {
  const { pull, page } = state.client;
  return aside("pull", "From the EHR", page?.client.name, html`${wrong(state.say)} ${step(state, pull, acts)}`, acts);
}

/** @param {State} state @param {State["client"]["pull"]} pull @param {Acts} acts */
function step(state, { reply, files }, acts) {
  if (files) return html`<p role="status">${cameIn(files)}</p> ${verdictTable(files)} ${begin(state, acts)}`;
  if (!reply) return begin(state, acts);
  if (reply.state === "fetching") return html`<p role="status">Fetching from ${verbatim(reply.issuer)}: ${reply.fetched} so far. Nothing is kept yet.</p>`;
  if (reply.state === "failed") return html`${wrong(reply.why)} ${begin(state, acts)}`;
  return preview(reply, state.busy, acts);
}

/** @param {State} state @param {Acts} acts */
function begin({ ehrs, busy }, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const { submitter } = event;
    const said = told(event);
    void acts.pull(said("issuer") || null, submitter instanceof HTMLButtonElement && submitter.value === "everything");
  };
  const all = ehrs?.ehrs ?? [];
  return html`<form class="in" @submit=${submit}>
    <p>Eyeline asks the EHR for this client's notes, plans and scores, because you say so now. You see what came before anything is kept.</p>
    ${all.length > 1
      ? html`<label>Which EHR <select name="issuer">${all.map(({ issuer }) => html`<option value=${issuer}>${issuer}</option>`)}</select></label>`
      : html`<p class="quiet">${verbatim(all[0]?.issuer ?? "")}</p>`}
    <p class="row"><button class="strong" value="new" ?disabled=${busy}>Fetch what is new</button>
      <button class="plain" value="everything" ?disabled=${busy}>Fetch everything again</button></p>
  </form>`;
}

/** @param {Pulled} reply @param {boolean} busy @param {Acts} acts */
function preview({ issuer, rows, left_out }, busy, acts) {
  const fresh = rows.reduce((sum, row) => sum + row.new, 0);
  const submit = (/** @type {SubmitEvent} */ event) => void acts.keepPulled(told(event)("note_class"));
  const some = rows.filter(({ new: there, here, why }) => there || here || why);
  return html`<p role="status">${fresh ? `${fresh} new from ${issuer}. Nothing is kept yet.` : `Nothing new from ${issuer}.`}</p>
    <table><thead><tr><th scope="col">What</th><th scope="col" class="number">New</th><th scope="col" class="number">Here already</th><th scope="col">Days</th></tr></thead>
      <tbody>${some.map(({ kind, new: there, here, first, last, why }) => html`<tr><td>${KINDS[kind] ?? kind} ${why ? html`<span class="wrong">Not all of it: ${verbatim(why)}</span>` : nothing}</td>
        <td class="number">${there}</td><td class="number">${here}</td><td>${days(first, last)}</td></tr>`)}</tbody></table>
    ${left_out.length ? html`<details><summary>${left_out.length} left out</summary>${verdictTable(left_out)}</details>` : nothing}
    ${fresh
      ? html`<form class="in" @submit=${submit}>${noteClasses("psychotherapy")}
          <p class="row"><button class="strong" ?disabled=${busy}>Bring in</button> <span class="quiet">What you do not bring in is forgotten in fifteen minutes.</span></p></form>`
      : nothing}`;
}

/** @param {string | null} first @param {string | null} last */
function days(first, last) {
  return first === last ? longDate(first) : `${longDate(first)} to ${longDate(last)}`;
}

/** @param {import("../state.js").FileVerdict[]} files */
function cameIn(files) {
  const notes = files.reduce((sum, { verdict, notes: count }) => sum + (verdict === "imported" ? count : 0), 0);
  return `${notes} ${notes === 1 ? "note is" : "notes are"} in.`;
}
