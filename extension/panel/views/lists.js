// @ts-check
/** All themes, all goals, people, follow-ups: what does not fit the panel at rest. */
import { html, nothing } from "../../vendor/lit-html.js";
import { longDate } from "./dates.js";
import { deep, nameField, quoteRow, waiting } from "./deep.js";
import { goalWords, row, themeWords } from "./overview.js";
import { verbatim } from "./verbatim.js";
import { OUTCOME } from "./words.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("../state.js").Undo} Undo */

/** @param {readonly unknown[]} rows @param {string} none */
function list(rows, none) {
  return rows.length ? html`<ol role="list">${rows.map((one) => html`<li>${one}</li>`)}</ol>` : html`<p>${none}</p>`;
}

/** @param {import("../levels.js").ThemesLevel} level @param {number} sessions @param {Acts} acts */
export function themesOf({ reply, say }, sessions, acts) {
  if (!reply) return deep("themes", "Themes", waiting(say), acts);
  const rows = (/** @type {typeof reply.themes} */ themes) =>
    themes.map((theme) => row(theme.latest, () => acts.deeper({ kind: "theme", key: theme.key, reply: null, say: "" }), themeWords(theme, sessions)));
  const hidden = reply.hidden.length ? html`<h3>Hidden</h3>${list(rows(reply.hidden), "")}` : nothing;
  return deep("themes", "Themes", html`${list(rows(reply.themes), "No theme keeps returning in the notes read.")} ${hidden}`, acts);
}

/** @param {import("../levels.js").GoalsLevel} level @param {Acts} acts */
export function goalsOf({ reply, say }, acts) {
  if (!reply) return deep("goals", "Goals", waiting(say), acts);
  const part = (/** @type {boolean} */ open) =>
    reply.goals
      .filter(({ status }) => (status === "active") === open)
      .map((goal) => row(goal.source, () => acts.deeper({ kind: "goal", key: goal.key, reply: null, say: "" }), goalWords(goal)));
  const closed = part(false);
  const below = closed.length ? html`<h3>Met or stopped</h3>${list(closed, "")}` : nothing;
  return deep("goals", "Goals", html`${list(part(true), "No open goal in the notes read.")} ${below}`, acts);
}

/** @param {import("../levels.js").PeopleLevel} level @param {Undo | null} undo @param {Acts} acts */
export function peopleOf({ reply, say }, undo, acts) {
  if (!reply) return deep("people", "People", waiting(say), acts, undo);
  const rows = (/** @type {typeof reply.people} */ people) =>
    people.map((person) => html`${personRow(person, acts)}${correcting(person, acts)}`);
  const hidden = reply.hidden.length ? html`<h3>Hidden</h3>${list(rows(reply.hidden), "")}` : nothing;
  return deep("people", "People", html`${list(rows(reply.people), "Nobody is named in the notes read.")} ${hidden}`, acts, undo);
}

/** Who somebody is, in the therapist's word. @param {import("../../replies.js").DecidedPersonRow} person @param {Acts} acts */
function correcting({ key, name, relation, found_name, found_relation, hidden }, acts) {
  const decide = (/** @type {string} */ what, /** @type {string | null} */ value, /** @type {string} */ say) =>
    acts.decide({ about: "person", key, what, value }, say);
  const hide = (/** @type {string | null} */ value, /** @type {string} */ say) => (/** @type {Event} */ event) => {
    // the next person comes up in this place: what was open for this one is not open for that one
    /** @type {HTMLElement} */ (event.currentTarget).closest("details")?.removeAttribute("open");
    decide("hide", value, say);
  };
  return html`<details name="person">
    <summary aria-label=${`Change ${name}`}>Change</summary>
    <div class="acts">
      ${hidden
        ? html`<button class="plain" @click=${hide(null, "Shown again.")}>Show again</button>`
        : html`<button class="plain" @click=${hide("yes", "Hidden.")}>Hide</button>
            <button class="plain" @click=${hide("not_a_person", "Not a person.")}>Not a person</button>`}
    </div>
    ${nameField("Name", name, (value) => decide("name", value === found_name ? null : value, "Renamed."))}
    ${nameField("Relation", relation, (value) => decide("relation", value === found_relation ? null : value, "Corrected."), false)}
  </details>`;
}

/** @param {import("../../replies.js").PersonRow} person @param {Acts} acts */
export function personRow({ name, relation, source, last_mentioned }, acts) {
  const words = html`<span class="say"><b>${verbatim(name)}</b> ${verbatim(relation)}</span> <span class="since">${longDate(last_mentioned)}</span>`;
  return source ? row(source, () => acts.open(source), words) : html`<div class="row still">${words}</div>`;
}

/** @param {import("../levels.js").FollowUpsLevel} level @param {Undo | null} undo @param {Acts} acts */
export function followUpsOf({ reply, say }, undo, acts) {
  if (!reply) return deep("follow_ups", "Follow-ups", waiting(say), acts, undo);
  const rows = reply.follow_ups.map((followUp) => followUpRow(followUp, acts));
  return deep("follow_ups", "Follow-ups", list(rows, "Nothing was set between sessions in the notes read."), acts, undo);
}

/** @param {import("../../replies.js").FollowUpRow} followUp @param {Acts} acts */
function followUpRow({ key, source, outcome, decided, reported }, acts) {
  const set = (/** @type {string | null} */ value, /** @type {string} */ say) => () =>
    acts.decide({ about: "follow_up", key, what: "outcome", value }, say);
  return html`${quoteRow(source, acts)}
    <p class="outcome">
      <span>${outcome ? OUTCOME[outcome] : "nothing found"}${decided ? ", by you" : ""}</span>
      ${reported ? html`<button class="plain" @click=${() => acts.open(reported)}>Where it says so</button>` : nothing}
      ${outcome === "done"
        ? decided ? html`<button class="plain" @click=${set(null, "As the notes have it.")}>As found</button>` : nothing
        : html`<button class="plain" @click=${set("done", "Done.")}>Done</button>`}
    </p>`;
}
