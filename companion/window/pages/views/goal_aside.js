// @ts-check
/** One goal: its words in the plan, every later word on it; met, stopped, corrected or given a short name here. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { STATUS, STEP } from "../../../../extension/panel/views/words.js";
import { aside as drawn, field, waiting } from "./aside.js";
import { quoteButton } from "./quote.js";

/** @typedef {import("../../../../extension/replies.js").GoalReply} GoalReply */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {Extract<import("../state.js").Aside, {kind: "goal"}>} aside @param {Acts} acts */
export function goalAside({ reply, say }, acts) {
  if (!reply) return drawn("goal", "Goal", "", waiting(say), acts);
  const since = [reply.opened && `since ${longDate(reply.opened)}`, reply.closed && `until ${longDate(reply.closed)}`];
  const beside = [STATUS[reply.status], ...since].filter(Boolean).join(", ");
  const words = reply.source ? quoteButton(reply.source, acts) : html`<p>${verbatim(reply.text)} <span class="quiet">added by you</span></p>`;
  const body = html`${waiting(say)} ${words} ${changing(reply, acts)}
    <h3>${reply.mentions.length ? "Since then" : "No later note speaks of it."}</h3>
    <ul>${reply.mentions.map(({ kind, source }) => html`<li>${quoteButton(source, acts, `${longDate(source.date) || "no date"}, ${STEP[kind]}`)}</li>`)}</ul>`;
  return drawn("goal", verbatim(reply.short), beside, body, acts);
}

/** @param {GoalReply} goal @param {Acts} acts */
function changing({ key, text, short, named, status, found_status, found_text, opened, closed, found_opened, found_closed, decided }, acts) {
  const decide = (/** @type {import("../../../../extension/replies.js").ClientDecideRequest["what"]} */ what, /** @type {string | null} */ value, /** @type {string} */ say) =>
    void acts.decide({ about: "goal", key, what, value }, say);
  const set = (/** @type {GoalReply["status"]} */ to, /** @type {string} */ say) => () => decide("status", to === found_status ? null : to, say);
  const day = (/** @type {"opened" | "closed"} */ what, /** @type {string | null} */ found) => (/** @type {string} */ value) =>
    decide(what, !value || value === found ? null : value, "Day corrected.");
  return html`<details class="changing">
    <summary>Change</summary>
    <p class="row">
      ${status === "active"
        ? html`<button class="plain" @click=${set("achieved", "Goal met.")}>Met</button> <button class="plain" @click=${set("discontinued", "Goal stopped.")}>Stopped</button>`
        : html`<button class="plain" @click=${set("active", "Goal open again.")}>Open again</button>`}
      ${named ? html`<button class="plain" @click=${() => decide("name", null, "Its own words again.")}>Its own words</button>` : nothing}
      ${decided.includes("add") ? html`<button class="plain" @click=${() => decide("add", null, "Goal taken away.")}>Take it away</button>` : nothing}
    </p>
    ${field("Short name", short.slice(0, 60), (name) => decide("name", name, "Goal named."))}
    ${field("Words", text, (words) => decide("text", words === found_text ? null : words, "Goal corrected."), { atMost: 299 })}
    ${field("Opened", opened ?? "", day("opened", found_opened), { type: "date", required: false })}
    ${status === "active" ? nothing : field("Closed", closed ?? "", day("closed", found_closed), { type: "date", required: false })}
  </details>`;
}
