// @ts-check
/** The first run, a step a page: what this is, passphrase, recovery key, open after login, a browser. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { pairingCode } from "./browsers.js";
import { told, wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

const STEPS = /** @type {const} */ (["passphrase", "recovery", "keyring", "pair"]);
const DRAWN = { passphrase, recovery, keyring, pair };

/** @param {State} state @param {Acts} acts */
export function firstStep(state, acts) {
  const at = STEPS.findIndex((step) => step === state.page);
  const step = STEPS[at];
  if (!step) return welcome(acts);
  return html`<main class="alone" data-view=${step}>
    <p class="step">Step ${at + 1} of ${STEPS.length + 1}</p>
    ${DRAWN[step](state, acts)}
  </main>`;
}

/** @param {Acts} acts */
function welcome(acts) {
  return html`<main class="alone wide" data-view="welcome">
    <h1 tabindex="-1">Keep your eyes on the client</h1>
    <p class="lead">Eyeline reads your own past session notes on this computer and shows, beside the open chart, what keeps
      returning, which goals are open and what was said before.</p>
    <div class="two">
      <section class="card">
        <h2>What it does</h2>
        <ul>
          <li>Every line it shows is your own words, with the note and the date.</li>
          <li>Your notes are encrypted on this computer, each client with a key of their own.</li>
          <li>When it is not sure whose chart is open, it shows nobody.</li>
        </ul>
      </section>
      <section class="card">
        <h2>What it never does</h2>
        <ul>
          <li>It never sends anything anywhere. It works without the internet.</li>
          <li>It never records, writes text of its own, diagnoses, scores risk or labels moods.</li>
          <li>It never changes or deletes your original files.</li>
        </ul>
      </section>
    </div>
    <button class="strong" data-first @click=${() => acts.show("passphrase")}>Set it up</button>
    <p class="quiet">It takes about two minutes.</p>
  </main>`;
}

/** @param {State} state @param {Acts} acts */
function passphrase({ busy, say }, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const said = told(event);
    void acts.choosePassphrase(said("passphrase"), said("again"));
  };
  return html`<h1 tabindex="-1">Choose a passphrase</h1>
    <p>It opens your notes. Twelve characters at least; a sentence that only you would say is easy to keep. Nobody can tell
      it to you again.</p>
    <form class="card" @submit=${submit}>
      <label>Passphrase <input name="passphrase" type="password" required autocomplete="off" data-first></label>
      <label>The same again <input name="again" type="password" required autocomplete="off"></label>
      ${wrong(say)}
      <button class="strong" ?disabled=${busy}>${busy ? "Making your vault" : "Go on"}</button>
    </form>`;
}

/** @param {State} state @param {Acts} acts */
function recovery({ recovery: shown, say }, acts) {
  if (!shown) return nothing;
  const submit = (/** @type {SubmitEvent} */ event) => {
    const said = told(event);
    acts.checkRecovery(shown.ask.map((_, at) => said(`group${at}`)));
  };
  const groups = shown.key.split("-");
  return html`<h1 tabindex="-1">Keep this recovery key</h1>
    <p>It is the only other way in if the passphrase is forgotten. It is shown this once. Print it or write it down, and keep
      it away from this computer.</p>
    <ol class="key" aria-label="Recovery key">${groups.map((group, at) => html`<li><span class="nr">${at + 1}</span> ${group}</li>`)}</ol>
    <p class="row"><button class="plain" type="button" @click=${() => print()}>Print</button>
      ${copyButton(shown.key, "Copy")}</p>
    <form class="card" @submit=${submit}>
      <p>From your copy, type two of the groups:</p>
      <div class="two">
        ${shown.ask.map((group, at) => html`<label>Group ${group + 1}
          <input name="group${at}" required maxlength="12" autocomplete="off" spellcheck="false" class="code" ?data-first=${at === 0}></label>`)}
      </div>
      ${wrong(say)}
      <button class="strong">I have it</button>
    </form>`;
}

/** @param {State} state @param {Acts} acts */
function keyring({ busy, say }, acts) {
  return html`<h1 tabindex="-1">Open after login?</h1>
    <p>Eyeline can open by itself when you have logged in to this computer: a key of its own then lies in the system's keyring.
      After a lock the passphrase is asked either way. If others use your login, choose no.</p>
    ${wrong(say)}
    <div class="row">
      <button class="strong" data-first ?disabled=${busy} @click=${() => void acts.stayOpen(false)}>No, ask each time</button>
      <button class="plain" ?disabled=${busy} @click=${() => void acts.stayOpen(true)}>Yes, open after login</button>
    </div>`;
}

/** @param {State} state @param {Acts} acts */
function pair(state, acts) {
  return html`<h1 tabindex="-1">Pair your browser</h1>
    <p>Load Eyeline's extension in the browser you chart in, click its button, and paste this code there. It is good once, for
      five minutes. You can do this later, under Settings.</p>
    ${pairingCode(state, acts)} ${wrong(state.say)}
    <button class="strong" data-first @click=${() => void acts.enter()}>Go on to your notes</button>`;
}

/** @param {string} text @param {string} label */
export function copyButton(text, label) {
  const copy = async (/** @type {Event} */ event) => {
    const button = /** @type {HTMLButtonElement} */ (event.currentTarget);
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  };
  return html`<button class="plain" type="button" @click=${copy}>${label}</button>`;
}
