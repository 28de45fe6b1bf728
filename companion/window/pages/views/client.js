// @ts-check
/** One client's page: who, the safety line, themes and goals over time, scores, what was set, people, notes. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { leads, nothingLeads } from "../../../../extension/panel/views/words.js";
import { spanOf } from "../timeline.js";
import { asideOf } from "./asides.js";
import { consentCard } from "./consent.js";
import { followUpsCard, notesCard, peopleCard } from "./client_lists.js";
import { goalsCard } from "./goals_chart.js";
import { scoresCard } from "./score_plot.js";
import { recordCard } from "./keeping.js";
import { openNote } from "./quote.js";
import { wrong } from "./shell.js";
import { themesCard } from "./themes_chart.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").ClientPage} ClientPage */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {State} state @param {Acts} acts */
export function clientView(state, acts) {
  const { page, undo } = state.client;
  if (!page && state.client.consent?.state === "none") return notRead(state, state.client.consent, acts);
  if (!page) {
    return html`<main class="page" data-view="client"><h1 tabindex="-1">Client</h1>${wrong(state.say)}<p role="status">${state.busy ? "Opening." : ""}</p></main>`;
  }
  const aside = state.client.asides.at(-1);
  return html`<main class="beside" data-view="client" ?data-aside=${aside}>
    <div class="client-page">
      ${head(state, page, acts)} ${wrong(state.say)} ${undo ? undoLine(undo, state.busy, acts) : nothing} ${content(state, page, acts)}
    </div>
    ${aside ? html`<h1 class="unseen alone-here">${page.client.name}</h1> ${asideOf(aside, state, page, acts)}` : nothing}
  </main>`;
}

/** A client who has said no: who they are, and what can be done about it. @param {State} state @param {import("../state.js").Consent} consent @param {Acts} acts */
function notRead(state, { client }, acts) {
  return html`<main class="page" data-view="client">
    <header class="who"><h1 tabindex="-1">${verbatim(client.name)} ${client.invented ? html`<span class="sample">sample</span>` : nothing}</h1></header>
    ${wrong(state.say)}
    <p>This client has not consented: Eyeline reads, searches and shows nothing of theirs, and brings nothing in.</p>
    ${consentCard(state, acts)} ${recordCard(state, client, acts)}
  </main>`;
}

/** @param {State} state @param {ClientPage} page @param {Acts} acts */
function content(state, page, acts) {
  const { whole } = state.client;
  const marked = [...page.themes.flatMap(({ marks }) => marks), ...page.goals.flatMap(({ marks }) => marks), ...page.scores.flatMap(({ marks }) => marks)];
  const span = spanOf([...page.sessions, ...marked.map(({ date }) => date)]);
  return html`${safety(page, acts)} ${themesCard(page, span, acts)} ${goalsCard(page, span, acts)} ${scoresCard(page, span, acts)}
    <div class="halves">${followUpsCard(page, whole, acts)} ${peopleCard(page, whole, acts)}</div>
    ${notesCard(page, whole, acts)} ${consentCard(state, acts)} ${recordCard(state, page.client, acts)}`;
}

/** @param {State} state @param {ClientPage} page @param {Acts} acts */
function head({ ehrs }, { client, record_number, sessions, notes_waiting }, acts) {
  const count = sessions.length === 1 ? "1 session" : `${sessions.length} sessions`;
  const last = sessions.at(-1);
  const reading = notes_waiting && `${notes_waiting} ${notes_waiting === 1 ? "note" : "notes"} still being read for search`;
  const told = [record_number, longDate(client.birth_date), client.pronouns, count, last && `last ${longDate(last)}`, reading];
  return html`<header class="who">
    <h1 tabindex="-1">${verbatim(client.name)} ${client.invented ? html`<span class="sample">sample</span>` : nothing}</h1>
    <p class="quiet">${verbatim(told.filter(Boolean).join(" · "))}</p>
    <p class="row">
      <button class="plain" aria-keyshortcuts="Control+B" @click=${() => void acts.openBrief(client.id)}>Before the session</button>
      <button class="plain" @click=${() => void acts.searchClient(client.id)}>Search</button>
      <button class="plain" @click=${() => void acts.deeper({ kind: "decided", reply: null, say: "" })}>Decided</button>
      ${ehrs?.ehrs.length ? html`<button class="plain" @click=${() => void acts.deeper({ kind: "pull", reply: null, say: "" })}>From the EHR</button>` : nothing}
      <button class="plain" @click=${() => print()}>Print</button>
    </p>
  </header>`;
}

/** @param {NonNullable<State["client"]["undo"]>} undo @param {boolean} busy @param {Acts} acts */
function undoLine({ say }, busy, acts) {
  return html`<p class="undo" role="status">${say} <button class="plain" ?disabled=${busy} @click=${() => void acts.undo()}>Undo</button></p>`;
}

/** The rule is the panel's: what leads it, and that nothing found is not the same as safe.
 * @param {ClientPage} page @param {Acts} acts */
function safety({ safety: line }, acts) {
  const { source, date, denied_on, set_aside } = line;
  const all = html`<button class="plain" @click=${() => void acts.deeper({ kind: "risk", reply: null, say: "" })}>All mentions</button>`;
  if (!source) {
    return html`<section class="card safety none" aria-label="Safety"><p>${nothingLeads(line)}</p>${set_aside ? all : nothing}</section>`;
  }
  return html`<section class="card safety" aria-label="Safety">
    <button class="words" @click=${() => openNote(source, acts)}>
      <b>${leads(line)}</b> <span class="quiet">${longDate(date)}</span>
      <span class="say">${verbatim(source.quote)}</span> ${denied_on ? html`<span class="quiet">denied ${longDate(denied_on)}</span>` : nothing}
    </button>
    ${all}
  </section>`;
}
