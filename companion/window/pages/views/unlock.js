// @ts-check
/** Where nothing of anybody is shown: starting, stopped, locked. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { told, wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */

const WAYS = /** @type {const} */ ([
  ["pin", "PIN"],
  ["passphrase", "Passphrase"],
  ["recovery_key", "Recovery key"],
]);

/** @param {State} state */
export function startingPage({ say }) {
  return html`<main class="alone" data-view="starting">
    <h1 tabindex="-1">Eyeline</h1>
    ${say ? wrong(say) : html`<p role="status">Starting.</p>`}
  </main>`;
}

export function stoppedPage() {
  return html`<main class="alone" data-view="stopped">
    <h1 tabindex="-1">Eyeline has stopped</h1>
    <p>Close this window and open Eyeline again. What was brought in is kept.</p>
  </main>`;
}

/** @param {State} state @param {import("../window.js").Acts} acts */
export function unlockPage({ busy, say, pinTries }, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const said = told(event);
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("secret"));
    const way = WAYS.find(([way]) => way === said("kind"));
    if (way) void acts.unlock(way[0], said("secret"));
    field.value = "";
    field.focus();
  };
  return html`<main class="alone" data-view="unlock">
    <h1 tabindex="-1">Eyeline is locked</h1>
    <form class="card" @submit=${submit}>
      <label>${pinTries ? "PIN, passphrase or recovery key" : "Passphrase, or the recovery key"}
        <input name="secret" type="password" required autocomplete="off" data-first></label>
      <fieldset class="inline">
        <legend class="unseen">Which of them</legend>
        ${WAYS.filter(([way]) => pinTries || way !== "pin").map(([way, label], at) => html`<label class="choice"><input type="radio" name="kind" value=${way} ?checked=${at === 0}> ${label}</label>`)}
      </fieldset>
      ${wrong(say)}
      <button class="strong" ?disabled=${busy}>${busy ? "Opening" : "Unlock"}</button>
    </form>
  </main>`;
}
