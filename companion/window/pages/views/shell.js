// @ts-check
/** What stands around every page of an open Eyeline: its pages, what is being read, the lock. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { isRunning } from "../state.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** Pages that one comes to from another. @type {Partial<Record<State["page"], string>>} */
const WITHIN = { client: "clients", brief: "clients" };

/** @param {State} state @param {Acts} acts @param {unknown} page */
export function shell(state, acts, page) {
  const tab = (/** @type {string} */ name, /** @type {string} */ label, /** @type {number} */ key, /** @type {() => void} */ go) =>
    html`<button class="tab" aria-current=${(WITHIN[state.page] ?? state.page) === name ? "page" : nothing} aria-keyshortcuts="Control+${key}" @click=${go}>${label}</button>`;
  return html`<header class="bar">
      <span class="brand">Eyeline</span>
      <nav aria-label="Pages">
        ${tab("clients", "Clients", 1, () => void acts.showClients())} ${tab("search", "Search", 2, () => void acts.showSearch())}
        ${tab("bring_in", "Bring notes in", 3, () => acts.show("bring_in"))} ${tab("settings", "Settings", 4, () => void acts.showSettings())}
      </nav>
      <p class="reading" role="status">${underWay(state)}</p>
      <button class="plain" aria-keyshortcuts="Alt+Shift+H" title="Alt+Shift+H, and again to come back" @click=${acts.cover}>Cover</button>
      <button class="plain" aria-keyshortcuts="Control+L" @click=${() => void acts.lock()}>Lock</button>
    </header>
    ${page}`;
}

/** @param {State} state */
function underWay(state) {
  const { job } = state.bringing;
  if (isRunning(state) && job && state.page !== "bring_in") return `${job.files_done} of ${job.files} files in`;
  if (state.problem) return state.problem;
  if (!state.waiting && state.backup?.failed && state.page !== "settings") return "The last backup did not work: see Settings";
  return state.waiting ? `Reading: ${state.waiting} ${state.waiting === 1 ? "passage" : "passages"} left` : "";
}

/** What went wrong, read out as it appears. @param {string} say */
export function wrong(say) {
  return html`<p class="wrong" role="alert">${say}</p>`;
}

/** The words of a form's fields, by name. @param {Event} event @returns {(name: string) => string} */
export function told(event) {
  event.preventDefault();
  const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
  return (name) => String(form.get(name) ?? "");
}
