// @ts-check
/** What was decided about this client, when, and what takes it back. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { OUTCOME, STATUS } from "../../../../extension/panel/views/words.js";
import { aside as drawn, waiting } from "./aside.js";
import { openNote } from "./quote.js";
import { ASSERTIONS } from "./risk_aside.js";

/** @typedef {import("../../../../extension/replies.js").MadeDecisionRow} Made */
/** @typedef {import("../window.js").Acts} Acts */

const ABOUT = { theme: "Theme", goal: "Goal", follow_up: "Follow-up", risk: "Safety", person: "Person" };
/** @type {Record<string, string>} */
const WORDS = { ...STATUS, ...ASSERTIONS, ...OUTCOME, not_a_person: "not a person" };

/** @param {Extract<import("../state.js").Aside, {kind: "decided"}>} aside @param {Acts} acts */
export function decidedAside({ reply, say }, acts) {
  if (!reply) return drawn("decided", "Decided", "", waiting(say), acts);
  const rows = reply.decisions.map((made) => html`<li>${row(made, acts)}</li>`);
  const none = html`<p class="quiet">Nothing is decided yet: everything stands as it was found in the notes.</p>`;
  return drawn("decided", "Decided", "what you decided, the newest first", html`${waiting(say)} ${rows.length ? html`<ul>${rows}</ul>` : none}`, acts);
}

/** @param {Made} made @param {Acts} acts */
function row(made, acts) {
  const { about, key, what, day, label, source, asleep, undo } = made;
  const back = () => void acts.decide({ about, key, what, value: undo }, "Taken back.");
  return html`<div class="made">
    <p><b>${ABOUT[about]}</b> ${done(made)} <span class="quiet">${longDate(day)}</span></p>
    ${label ? html`<p class="say">${verbatim(label)}</p>` : nothing} ${before(made)}
    ${asleep ? html`<p class="quiet">What it is about is not found any more; it holds again when it is.</p>` : nothing}
    <p class="row"><button class="plain" aria-label="Take back: ${ABOUT[about]} ${label}" @click=${back}>Take back</button>
      ${source ? html`<button class="plain" @click=${() => openNote(source, acts)}>In its note</button>` : nothing}</p>
  </div>`;
}

/** What was done, in words. @param {Made} made */
function done({ what, value, into }) {
  const said = typeof value === "string" ? (WORDS[value] ?? value) : "";
  switch (what) {
    case "hide":
      return value === "not_a_person" ? "not a person" : "hidden";
    case "pin":
      return "kept first";
    case "name":
      return html`called ${verbatim(said)}`;
    case "relation":
      return html`relation: ${verbatim(said || "none")}`;
    case "merge":
      return html`part of ${verbatim(into || "one that is not found any more")}`;
    case "split":
      return html`split off as ${verbatim(value && typeof value === "object" ? value.label : "")}`;
    case "text":
      return html`words: ${verbatim(said)}`;
    case "add":
      return "added";
    case "opened":
    case "closed":
      return `${what} on ${longDate(said)}`;
    case "status":
    case "outcome":
    case "assertion":
      return said;
  }
}

/** @param {Made} made */
function before({ before: was, found }) {
  const held = typeof was === "string" ? was : null;
  const told = [held && `before: ${WORDS[held] ?? held}`, found && `in the notes: ${WORDS[found] ?? found}`].filter(Boolean).join("; ");
  return told ? html`<p class="quiet">${verbatim(told)}</p>` : nothing;
}
