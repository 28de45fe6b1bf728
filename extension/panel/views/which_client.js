// @ts-check
/** Who is it: the first time on a chart, or when more than one client fits. The therapist alone can say. */
import { html } from "../../vendor/lit-html.js";
import { longDate } from "./dates.js";
import { turnedDown } from "./unknown_client.js";
import { unpiled, verbatim } from "./verbatim.js";

/**
 * @param {string} why @param {readonly import("../state.js").ClientCard[]} candidates
 * @param {readonly import("../state.js").ClientCard[]} rejected @param {import("./acts.js").Acts} acts
 */
export function whichClient(why, candidates, rejected, acts) {
  return html`<main class="message" data-view="which_client">
    <h1>${candidates.length > 1 ? "Which client is it?" : "Is this the client?"}</h1>
    <p>${unpiled(why)}</p>
    <ol role="list" class="people">
      ${candidates.map((card) => person(card, acts))}
    </ol>
    ${turnedDown(rejected, acts)}
  </main>`;
}

/** @param {import("../state.js").ClientCard} card @param {import("./acts.js").Acts} acts */
function person(card, acts) {
  const who = `who-${card.id}`;
  return html`<li>
    <p class="who" id=${who}><b>${verbatim(card.initials)}</b> <span>${verbatim(card.record_tail)}</span> ${card.invented ? sample() : ""}</p>
    <p>born ${longDate(card.birth_date) || "on a day not known"}</p>
    <button class="strong" aria-describedby=${who} @click=${() => acts.confirm(card.id)}>Yes, this is the client</button>
  </li>`;
}

/** Invented people are marked wherever they show. */
export function sample() {
  return html`<span class="sample">sample</span>`;
}
