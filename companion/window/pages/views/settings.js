// @ts-check
/** Settings: only what this Eyeline can do. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { browserCards } from "./browsers.js";
import { ehrsCard } from "./ehrs.js";
import { auditCard, backupCard } from "./keeping.js";
import { openingCard } from "./opening.js";
import { told, wrong } from "./shell.js";
import { shownNotesCard } from "./shown_notes.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** What is typed before everything is deleted (companion/service/window_requests.py). */
const WIPE_WORDS = "delete everything";

/** @param {State} state @param {Acts} acts */
export function settingsPage(state, acts) {
  return html`<main class="page" data-view="settings">
    <h1 tabindex="-1" data-first>Settings</h1>
    ${wrong(state.say)} ${browserCards(state, acts)} ${ehrsCard(state, acts)} ${openingCard(state, acts)} ${shownNotesCard(state, acts)} ${backupCard(state, acts)} ${auditCard(state, acts)} ${sample(state, acts)} ${aboutCard(state)} ${wiping(state, acts)}
  </main>`;
}

/** @param {State} state @param {Acts} acts */
function sample({ about, busy }, acts) {
  if (!about) return nothing;
  const count = about.sample_clients;
  return html`<section class="card" aria-labelledby="sample">
    <h2 id="sample">Sample caseload</h2>
    <p>${count ? `${count} invented ${count === 1 ? "client is" : "clients are"} here, marked “sample” wherever they show.` : "Three invented clients to play with, marked “sample” wherever they show."}</p>
    ${count
      ? html`<button class="plain" ?disabled=${busy} @click=${() => void acts.removeSample()}>Remove the sample caseload</button>`
      : html`<button class="plain" ?disabled=${busy} @click=${() => void acts.addSample()}>Bring in the sample caseload</button>`}
  </section>`;
}

/** @param {State} state */
function aboutCard({ about }) {
  if (!about) return nothing;
  const rows = [
    ["Version", about.version],
    ["Data folder", about.data_folder],
    ["Search model", about.model_ready ? about.model : `${about.model} (loading)`],
    ["Clients", String(about.clients)],
  ];
  return html`<section class="card" aria-labelledby="about">
    <h2 id="about">This Eyeline</h2>
    <dl class="facts">${rows.map(([name, value = ""]) => html`<dt>${name}</dt><dd>${verbatim(value)}</dd>`)}</dl>
    <p class="quiet">Everything lies encrypted in that folder, and nowhere else. Nothing is sent anywhere.</p>
  </section>`;
}

/** @param {State} state @param {Acts} acts */
function wiping({ busy }, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const typed = told(event)("typed");
    /** @type {HTMLFormElement} */ (event.currentTarget).reset();
    void acts.wipe(typed);
  };
  return html`<section class="card" aria-labelledby="wiping">
    <h2 id="wiping">Delete everything</h2>
    <p>All clients, notes, decisions and pairings that Eyeline keeps on this computer. It cannot be undone, not even with the
      recovery key. Your original files are not touched, and backups stay where you put them.</p>
    <form class="named" @submit=${submit}>
      <label>To go on, type: ${WIPE_WORDS} <input name="typed" required maxlength="60" autocomplete="off" spellcheck="false"></label>
      <button class="plain danger" ?disabled=${busy}>Delete everything</button>
    </form>
  </section>`;
}
