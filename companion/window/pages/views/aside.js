// @ts-check
/** What every step deeper has: a title, the way back, one body that alone scrolls; and a line of text to change. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { told } from "./shell.js";

/** @typedef {import("../window.js").Acts} Acts */

/** Characters of a name that the therapist gives. */
const NAME_AT_MOST = 60;

/** @param {string} kind @param {unknown} title @param {unknown} beside @param {unknown} body @param {Acts} acts */
export function aside(kind, title, beside, body, acts) {
  return html`<aside class="note deeper" data-kind=${kind} aria-labelledby="deeper">
    <header>
      <h2 id="deeper" tabindex="-1">${title}</h2>
      <p class="quiet">${beside}</p>
      <button class="plain" @click=${acts.back} aria-keyshortcuts="Escape">Close</button>
    </header>
    <div class="text" role="group" aria-labelledby="deeper" tabindex="0">${body}</div>
  </aside>`;
}

/** @param {string} say */
export function waiting(say) {
  return html`<p role="status">${say}</p>`;
}

/** @param {string} label @param {string} value @param {(value: string) => void} changed
 * @param {{atMost?: number, required?: boolean, type?: string}} [how] */
export function field(label, value, changed, { atMost = NAME_AT_MOST, required = true, type = "text" } = {}) {
  const submit = (/** @type {SubmitEvent} */ event) => changed(told(event)("value").trim());
  return html`<form class="named" @submit=${submit}>
    <label>${label} <input name="value" type=${type} maxlength=${atMost} ?required=${required} autocomplete="off" spellcheck="false" .value=${value}></label>
    <button class="plain" aria-label="Save: ${label}">Save</button>
  </form>`;
}

/** Which other one this one is part of. @param {string} label @param {{key: string, name: string}[]} others
 * @param {(key: string) => void} merge */
export function joining(label, others, merge) {
  const submit = (/** @type {SubmitEvent} */ event) => merge(told(event)("into"));
  return html`<form class="named" @submit=${submit}>
    <label>${label} <select name="into" required><option value="">Choose</option>${others.map(({ key, name }) => html`<option value=${key}>${name}</option>`)}</select></label>
    <button class="plain">Merge</button>
  </form>`;
}
