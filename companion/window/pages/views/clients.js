// @ts-check
/** All clients: who they are, when they last came. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { filtered } from "../caseload.js";
import { wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {State} state @param {Acts} acts */
export function clientsPage(state, acts) {
  const shown = filtered(state.listed, state.filter);
  const typed = (/** @type {InputEvent} */ event) => acts.filterClients(/** @type {HTMLInputElement} */ (event.currentTarget).value);
  return html`<main class="page" data-view="clients">
    <h1 class="unseen" tabindex="-1">Clients</h1>
    <div class="filter">
      <input type="search" aria-label="Find a client" placeholder="Name, record number or birth date" .value=${state.filter} @input=${typed}
        autocomplete="off" spellcheck="false" maxlength="200" data-first>
      <p class="quiet" role="status">${saying(state, shown.length)}</p>
    </div>
    ${wrong(state.say)}
    ${shown.length ? html`<ul class="clients">${shown.map((one) => html`<li>${row(one, acts)}</li>`)}</ul>` : nothing}
  </main>`;
}

/** @param {State} state @param {number} shown */
function saying({ listed, filter, busy }, shown) {
  if (!listed.length) return busy ? "" : "There is nobody yet. Bring notes in first.";
  if (!filter.trim()) return listed.length === 1 ? "One client. Enter opens their page." : `${listed.length} clients. Arrows and Enter open one.`;
  return shown ? `${shown} of ${listed.length}` : "Nobody of that name, record number or birth date.";
}

/** @param {import("../state.js").ListedClient} listed @param {Acts} acts */
function row({ client, record_number, last_session, notes, damaged, consented }, acts) {
  const told = damaged ? html`<span class="wrong">damaged: restore from a backup</span>` : html`<span>${last_session ? `last ${longDate(last_session)}` : "no session yet"}</span>`;
  return html`<button class="client" ?disabled=${damaged} @click=${() => void acts.openClient(client.id)}>
    <span class="name">${verbatim(client.name)} ${client.invented ? html`<span class="sample">sample</span>` : nothing}</span>
    <span class="quiet">${longDate(client.birth_date) || "no birth date"}</span>
    <span class="quiet">${record_number ? verbatim(record_number) : "no record number"}</span>
    ${consented ? told : html`<span>no consent</span>`}
    <span class="quiet number">${consented ? `${notes} ${notes === 1 ? "note" : "notes"}` : "not read"}</span>
  </button>`;
}
