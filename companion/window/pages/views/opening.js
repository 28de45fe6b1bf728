// @ts-check
/** How Eyeline is opened: after login, by a PIN after a lock, when it locks by itself, whether it starts with the login. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { told } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** Minutes to choose from; 0 for never. What was set on the command line is among them too. */
const TIMES = [0, 10, 20, 30, 60, 120];

/** @param {State} state @param {Acts} acts */
export function openingCard({ about, inKeyring, pinTries, busy }, acts) {
  const after = about?.lock_after ?? 0;
  const atLogin = about?.starts_at_login ?? false;
  const times = [...new Set([...TIMES, after])].sort((one, other) => one - other);
  const chosen = (/** @type {Event} */ event) => void acts.lockAfter(Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value));
  return html`<section class="card" aria-labelledby="opening">
    <h2 id="opening" tabindex="-1">Opening</h2>
    <p>${inKeyring
      ? "Eyeline opens by itself when you have logged in to this computer."
      : "The passphrase is asked each time Eyeline starts."} After a lock ${pinTries ? "the PIN opens it" : "the passphrase is asked"}.</p>
    <p class="row"><label class="inline-label">Lock by itself, where nobody asks anything <select @change=${chosen}>
      ${times.map((minutes) => html`<option value=${minutes} ?selected=${minutes === after}>${minutes ? `after ${minutes} minutes` : "never"}</option>`)}
    </select></label></p>
    <p class="row">
      <button class="plain" ?disabled=${busy} @click=${() => void acts.openAfterLogin(!inKeyring)}>${inKeyring ? "Ask each time" : "Open after login"}</button>
      <button class="plain" ?disabled=${busy} @click=${() => void acts.startAtLogin(!atLogin)}>${atLogin ? "Do not start with the login" : "Start with the login"}</button>
      <button class="plain" aria-keyshortcuts="Control+L" @click=${() => void acts.lock()}>Lock now</button>
    </p>
    ${pinTries ? html`<p class="row">A PIN is set: ${pinTries} tries, then the passphrase. <button class="plain" ?disabled=${busy} @click=${() => void acts.removePin()}>Remove the PIN</button></p>` : pinForm(busy, acts)}
  </section>`;
}

/** @param {boolean} busy @param {Acts} acts */
function pinForm(busy, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const said = told(event);
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    void acts.choosePin(said("passphrase"), said("pin"));
    form.reset();
  };
  return html`<details><summary>Set a PIN for after a lock</summary>
    <form class="in" @submit=${submit}>
      <p class="quiet">Four to eight digits, five tries; then the passphrase. It works with this computer's keyring alone: the files without it are no easier to
        open.</p>
      <div class="two"><label>Passphrase <input name="passphrase" type="password" required autocomplete="off"></label>
        <label>PIN <input name="pin" type="password" inputmode="numeric" required maxlength="20" autocomplete="off"></label></div>
      <button class="plain" ?disabled=${busy}>Set the PIN</button>
    </form></details>`;
}
