// @ts-check
/** One goal: its words in the plan, and every later word on it, newest first; met, stopped or given a short name here. */
import { html, nothing } from "../../vendor/lit-html.js";
import { longDate } from "./dates.js";
import { deep, nameField, quoteRow, waiting } from "./deep.js";
import { verbatim } from "./verbatim.js";
import { STATUS, STEP } from "./words.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("../../replies.js").GoalReply} GoalReply */

/** @param {import("../levels.js").GoalLevel} level @param {import("../state.js").Undo | null} undo @param {Acts} acts */
export function goalOf({ reply, say }, undo, acts) {
  if (!reply) return deep("goal", "Goal", waiting(say), acts, undo);
  const since = [reply.opened && `since ${longDate(reply.opened)}`, reply.closed && `until ${longDate(reply.closed)}`];
  const title = html`Goal <span>${[STATUS[reply.status], ...since].filter(Boolean).join(", ")}</span>`;
  const body = html`${say ? waiting(say) : nothing}
    ${reply.source ? html`<ol role="list"><li>${quoteRow(reply.source, acts)}</li></ol>` : html`<p>${verbatim(reply.text)} <span class="since">added by you</span></p>`}
    ${decisions(reply, acts)}
    <h3>${reply.mentions.length ? "Since then" : "No later note speaks of it."}</h3>
    ${reply.mentions.length ? html`<ol role="list">${reply.mentions.map((mention) => html`<li>${later(mention, acts)}</li>`)}</ol>` : nothing}`;
  return deep("goal", title, body, acts, undo);
}

/** @param {import("../../replies.js").GoalMentionRow} mention @param {Acts} acts */
function later({ kind, source }, acts) {
  return quoteRow(source, acts, [longDate(source.date), STEP[kind]].filter(Boolean).join(", "));
}

/** @param {GoalReply} goal @param {Acts} acts */
function decisions({ key, status, found_status, short, named }, acts) {
  const set = (/** @type {GoalReply["status"]} */ value, /** @type {string} */ say) => () =>
    acts.decide({ about: "goal", key, what: "status", value: value === found_status ? null : value }, say);
  const name = (/** @type {string | null} */ value) => acts.decide({ about: "goal", key, what: "name", value }, "Named.");
  return html`<details>
    <summary>Change</summary>
    <div class="acts">
      ${status === "active"
        ? html`<button class="plain" @click=${set("achieved", "Met.")}>Met</button>
            <button class="plain" @click=${set("discontinued", "Stopped.")}>Stopped</button>`
        : html`<button class="plain" @click=${set("active", "Open again.")}>Open again</button>`}
      ${named ? html`<button class="plain" @click=${() => name(null)}>Its own words</button>` : nothing}
    </div>
    ${nameField("Short name", short, name)}
  </details>`;
}
