// @ts-check
/** What every view one key deeper has: the way back, a title, what may be undone, and one body that alone scrolls. */
import { html, nothing } from "../../vendor/lit-html.js";
import { longDate } from "./dates.js";
import { row } from "./overview.js";
import { verbatim } from "./verbatim.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("../state.js").Source} Source */

/**
 * @param {string} name of the view @param {unknown} title @param {unknown} body @param {Acts} acts
 * @param {import("../state.js").Undo | null} [undo]
 */
export function deep(name, title, body, acts, undo = null) {
  return html`<main class="deep" data-view=${name}>
    <div class="top">
      <button class="plain back" @click=${acts.back}>Back</button>
      <h2>${title}</h2>
    </div>
    ${undo ? undoLine(undo, acts) : nothing}
    <div class="body" tabindex="-1">${body}</div>
  </main>`;
}

/** @param {import("../state.js").Undo} undo @param {Acts} acts */
function undoLine(undo, acts) {
  return html`<p class="undo" role="status">
    ${undo.say} <button class="plain" @click=${() => acts.decide(undo, "")}>Undo</button>
  </p>`;
}

/** While the companion is asked, or why it did not answer. @param {string} say */
export function waiting(say) {
  return html`<p role="status">${say}</p>`;
}

/** A quote that opens its note. @param {Source} source @param {Acts} acts @param {string} [beside] */
export function quoteRow(source, acts, beside = "") {
  const when = beside || longDate(source.date);
  const words = html`<span class="quote"><span class="say">${verbatim(source.quote)}</span> ${when ? html`<span class="since">${when}</span>` : nothing}</span>`;
  return row(source, () => acts.open(source), words);
}

/** Characters of a name that the therapist gives: two lines of the panel. */
const NAME_AT_MOST = 60;

/** A short line of text the therapist may change. @param {string} label @param {string} value
 * @param {(value: string) => void} changed @param {boolean} [required] */
export function nameField(label, value, changed, required = true) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    changed(String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get("name")).trim());
  };
  return html`<form class="name" @submit=${submit}>
    <label>${label} <input name="name" maxlength=${NAME_AT_MOST} ?required=${required} autocomplete="off" spellcheck="false"
      .value=${value.slice(0, NAME_AT_MOST)}></label>
    <button class="plain">Save</button>
  </form>`;
}
