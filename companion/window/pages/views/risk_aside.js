// @ts-check
/** Every mention of a risk with what it asserts, newest first; corrected here where a rule read it wrong. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { aside as drawn, waiting } from "./aside.js";
import { quoteButton } from "./quote.js";

/** @typedef {import("../../../../extension/replies.js").RiskReply["risk"][number]} RiskRow */
/** @typedef {import("../window.js").Acts} Acts */

/** @type {Record<RiskRow["assertion"], string>} */
export const ASSERTIONS = {
  present: "present",
  denied: "denied",
  historical: "in the past",
  hypothetical: "if or when",
  other_person: "somebody else",
  not_risk: "not a risk",
};

/** @param {Extract<import("../state.js").Aside, {kind: "risk"}>} aside @param {Acts} acts */
export function riskAside({ reply, say }, acts) {
  if (!reply) return drawn("risk", "Safety", "", waiting(say), acts);
  const list = (/** @type {RiskRow[]} */ rows) => html`<ul>${rows.map((row) => html`<li>${mention(row, acts)}</li>`)}</ul>`;
  const fresh = reply.risk.filter((row) => !row.carried_forward);
  const copied = reply.risk.filter((row) => row.carried_forward);
  const below = html`<details><summary>${copied.length} copied from earlier notes</summary>${list(copied)}</details>`;
  const count = reply.risk.length === 1 ? "1 mention" : `${reply.risk.length} mentions`;
  return drawn("risk", "Safety", `${count}, the newest first`, html`${waiting(say)} ${list(fresh)} ${copied.length ? below : nothing}`, acts);
}

/** @param {RiskRow} row @param {Acts} acts */
function mention({ key, label, assertion, found_assertion, decided, date, carried_forward, source }, acts) {
  const chosen = (/** @type {Event} */ event) => {
    const { value } = /** @type {HTMLSelectElement} */ (event.currentTarget);
    void acts.decide({ about: "risk", key, what: "assertion", value: value === found_assertion ? null : value }, "Corrected.");
  };
  const beside = [label, longDate(date) || "no date", carried_forward && "copied from an earlier note"].filter(Boolean).join(", ");
  return html`${quoteButton(source, acts, beside)}
    <p class="row"><select aria-label="What it says of the client" @change=${chosen}>
      ${Object.entries(ASSERTIONS).map(([value, words]) => html`<option value=${value} ?selected=${value === assertion}>${words}</option>`)}
    </select>${decided ? html`<span class="quiet">by you; read as ${ASSERTIONS[found_assertion]}</span>` : nothing}</p>`;
}
