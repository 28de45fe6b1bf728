// @ts-check
/** The browsers that may ask: a code for another, and an end to each. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { copyButton } from "./first_run.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {State} state @param {Acts} acts */
export function browserCards(state, acts) {
  return html`<section class="card" aria-labelledby="browsers">
    <h2 id="browsers">Browsers</h2>
    ${state.browsers.length ? html`<ul class="list">${state.browsers.map((one) => row(one, acts))}</ul>` : html`<p>No browser is paired yet.</p>`}
    <p>To pair one, click Eyeline's button in the browser and paste the code there. It is good once, for five minutes. Which EHR
      sites Eyeline may read is set there too, in each browser's own panel.</p>
    ${pairingCode(state, acts)}
  </section>`;
}

/** @param {State} state @param {Acts} acts */
export function pairingCode({ code, busy }, acts) {
  return html`<div class="card pairing">
    ${code
      ? html`<output class="code big" aria-label="Pairing code">${code.code}</output> ${copyButton(code.code, "Copy")}`
      : html`<button class="plain" ?disabled=${busy} @click=${() => void acts.pairing()}>Show a code</button>`}
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
