// @ts-check
/** Backup and audit among the settings; a client's record written out, or deleted, at the foot of their page. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { told } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** Days to choose from; what was set otherwise is among them too. */
const DAYS = [1, 3, 7, 14, 30];

/** @param {State} state @param {Acts} acts */
export function backupCard({ busy, done, backup }, acts) {
  return html`<section class="card" aria-labelledby="backup">
    <h2 id="backup" tabindex="-1">Backup</h2>
    <p>One encrypted file in a folder that you choose, on another disk if you can. It is read back and compared before Eyeline says
      that it is made; your passphrase or recovery key opens it. Older ones stay: delete those you do not want.</p>
    ${backup ? scheduled(backup, busy, acts) : nothing}
    <p class="row"><button class="plain" ?disabled=${busy} @click=${() => void acts.backUp()}>Choose a folder and back up now</button></p>
    <p role="status">${done ? verbatim(done) : nothing}</p>
  </section>`;
}

/** By themselves: where and how often, and when the last one was proven. @param {NonNullable<State["backup"]>} backup
 * @param {boolean} busy @param {Acts} acts */
function scheduled({ folder, days, under_way, failed, last }, busy, acts) {
  const chosen = (/** @type {Event} */ event) => void acts.backUpEvery(folder, Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value));
  const times = [...new Set([...DAYS, days])].sort((one, other) => one - other);
  return html`<dl class="facts">
      <dt>By itself</dt><dd>${folder ? html`into ${verbatim(folder)}, while Eyeline is open` : "not set"}</dd>
      <dt>Last proven</dt><dd>${last ? html`${dayAndTime(last.proven_at)}: ${counted(last)}, read back and compared` : "none yet"}</dd>
      ${last ? html`<dt>Its file</dt><dd>${verbatim(last.path)}${last.there ? nothing : html` <span class="quiet">(not there now: is its disk plugged in?)</span>`}</dd>` : nothing}
    </dl>
    ${under_way ? html`<p class="quiet" role="status">A backup is being made.</p>` : nothing}
    ${failed ? html`<p role="status">The last try by itself did not work: ${verbatim(failed)} It is tried again within the hour.</p>` : nothing}
    <p class="row">${folder
      ? html`<label class="inline-label">How often <select ?disabled=${busy} @change=${chosen}>${times.map((one) => html`<option value=${one} ?selected=${one === days}>${one === 1 ? "every day" : `every ${one} days`}</option>`)}</select></label>
          <button class="plain" ?disabled=${busy} @click=${() => void acts.backUpEvery(null, days)}>No more by itself</button>`
      : html`<button class="plain" ?disabled=${busy} @click=${() => void acts.chooseBackups(days)}>Choose a folder for backups by itself</button>`}</p>`;
}

/** @param {{clients: number, notes: number}} made */
export function counted({ clients, notes }) {
  return `${clients} ${clients === 1 ? "client" : "clients"}, ${notes} ${notes === 1 ? "note" : "notes"}`;
}

/** @param {string} at */
function dayAndTime(at) {
  return new Date(at).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** @param {State} state @param {Acts} acts */
export function auditCard({ busy, audit }, acts) {
  return html`<section class="card" aria-labelledby="audit">
    <h2 id="audit">Who saw what</h2>
    ${audit ? rows(audit) : html`<p>Every reply with a client's words leaves a row first. The rows are chained, so that none can be changed or taken
      out unseen.</p><button class="plain" ?disabled=${busy} @click=${() => void acts.showAudit()}>Show the last 200</button>`}
  </section>`;
}

/** @param {NonNullable<State["audit"]>} audit */
function rows({ problem, held_against, rows: lines }) {
  const sound = `Every row is as it was written${held_against ? `, and ${held_against} ${held_against === 1 ? "backup agrees" : "backups agree"}` : ""}.`;
  return html`<p class=${problem ? "wrong" : "quiet"}>${problem || sound}</p>
    <div class="files" role="group" aria-label="Rows of the audit" tabindex="0"><table>
      <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Client</th><th scope="col" class="number">Notes</th></tr></thead>
      <tbody>${lines.map(({ at, action, client, client_id, notes }) => html`<tr>
        <td>${new Date(at).toLocaleString()}</td><td>${action.replaceAll("_", " ")}</td>
        <td>${client ? verbatim(client) : client_id ? "deleted" : ""}</td><td class="number">${notes || ""}</td></tr>`)}</tbody>
    </table></div>`;
}

/** @param {State} state @param {import("../state.js").ClientCard} client @param {Acts} acts */
export function recordCard({ busy, done }, client, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const typed = told(event)("typed");
    /** @type {HTMLFormElement} */ (event.currentTarget).reset();
    void acts.deleteClient(client.id, typed, client.name);
  };
  return html`<details class="card record"><summary>Write out or delete this record</summary>
    <p>Written out, the record leaves Eyeline's protection: anybody who can read that folder can read it. Psychotherapy and SUD counseling
      notes are not among it.</p>
    <button class="plain" ?disabled=${busy} @click=${() => void acts.exportRecord(client.id)}>Choose a folder and write it</button>
    ${done ? html`<p role="status">${verbatim(done)}</p>` : nothing}
    <form class="named" @submit=${submit}>
      <label>To delete this client and all that is kept of them, type their name <input name="typed" required maxlength="200" autocomplete="off" spellcheck="false"></label>
      <button class="plain danger" ?disabled=${busy}>Delete for good</button>
    </form>
  </details>`;
}
