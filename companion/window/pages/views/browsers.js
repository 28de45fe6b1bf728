// @ts-check
/** The browsers that may ask: a code for another, and an end to each. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { copyButton } from "./first_run.js";
import { wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {State} state @param {Acts} acts */
export function browsersPage(state, acts) {
  return html`<main class="page" data-view="browsers">
    <h1 tabindex="-1">Browsers</h1>
    <section class="card">
      <h2>Pair a browser</h2>
      <p>Click Eyeline's button in the browser and paste the code there. It is good once, for five minutes.</p>
      ${pairingCode(state, acts)}
    </section>
    ${wrong(state.say)}
    <section class="card">
      <h2>Paired</h2>
      ${state.browsers.length ? html`<ul class="list">${state.browsers.map((one) => row(one, acts))}</ul>` : html`<p>No browser is paired yet.</p>`}
    </section>
  </main>`;
}

/** @param {State} state @param {Acts} acts */
export function pairingCode({ code, busy }, acts) {
  return html`<div class="card pairing">
    ${code
      ? html`<output class="code big" aria-label="Pairing code">${code.code}</output> ${copyButton(code.code, "Copy")}`
      : html`<button class="plain" ?disabled=${busy} data-first @click=${() => void acts.pairing()}>Show a code</button>`}
  </div>`;
}

/** @param {import("../state.js").PairedBrowser} browser @param {Acts} acts */
function row(browser, acts) {
  const end = () => void acts.revoke(browser.id);
  return html`<li>
    <span>${verbatim(browser.name || "A browser")} <span class="quiet">paired ${longDate(browser.paired_on)}</span></span>
    <button class="plain" @click=${end} aria-label="End pairing of ${browser.name}">End pairing</button>
  </li>`;
}
