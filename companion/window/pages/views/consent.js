// @ts-check
/** What a client said about their notes being read by Eyeline, and when. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { told } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Consent} Consent */
/** @typedef {import("../window.js").Acts} Acts */

const STATES = /** @type {const} */ ([
  ["not_recorded", "Not recorded", "Eyeline reads their notes. Enough where your law asks for no consent."],
  ["given", "Given", "Eyeline reads their notes."],
  ["none", "No consent", "Nothing of theirs is read, searched or shown. What Eyeline made of their notes is forgotten; the notes stay, encrypted."],
]);

/** @param {State} state @param {Acts} acts */
export function consentCard({ client: { consent }, busy }, acts) {
  if (!consent) return nothing;
  const submit = (/** @type {SubmitEvent} */ event) => {
    const said = told(event);
    const chosen = STATES.find(([state]) => state === said("state"));
    if (chosen) void acts.recordConsent(chosen[0], said("on"));
  };
  return html`<details class="card consent" ?open=${consent.state === "none"}><summary>Consent: ${inWords(consent)}</summary>
    <form class="in" @submit=${submit}>
      <fieldset class="in"><legend class="unseen">What the client said</legend>${STATES.map(([state, label, means]) => html`<label class="choice">
        <input type="radio" name="state" value=${state} .checked=${state === consent.state}><span><b>${label}</b> <span class="quiet">${means}</span></span></label>`)}</fieldset>
      <p class="row"><label class="inline-label">On which day <input class="day" type="date" name="on" .value=${consent.on ?? ""}></label>
        <button class="plain" ?disabled=${busy}>Record it</button></p>
    </form>
  </details>`;
}

/** @param {Consent} consent */
function inWords({ state, on }) {
  const day = on ? ` on ${longDate(on)}` : "";
  return { not_recorded: "not recorded", given: `given${day}`, none: `no${day ? `, said${day}` : ""}` }[state];
}
