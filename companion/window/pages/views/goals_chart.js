// @ts-check
/** Goals over time: a bar while a goal was open, and on it every later word: a step forward, a step back, a mention. */
import { html, nothing, svg } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { STATUS, STEP } from "../../../../extension/panel/views/words.js";
import { placeOf } from "../timeline.js";
import { axis, tipOf } from "./chart.js";
import { openNote } from "./quote.js";
import { told } from "./shell.js";

/** @typedef {import("../state.js").ClientPage} ClientPage */
/** @typedef {ClientPage["goals"][number]} GoalLine */
/** @typedef {import("../timeline.js").Span} Span */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {ClientPage} page @param {Span | null} span @param {Acts} acts */
export function goalsCard({ goals }, span, acts) {
  const drawn = span && goals.length > 0;
  return html`<section class="card chart goals" aria-labelledby="goals">
    <h2 id="goals">Goals</h2>
    ${goals.length ? html`<ol class="lines">${goals.map((goal) => html`<li class="line">${row(goal, span, acts)}</li>`)}</ol>` : html`<p class="quiet">No goal in the notes read.</p>`}
    ${drawn ? axis(span) : nothing} ${drawn ? legend() : nothing} ${adding(acts)}
  </section>`;
}

/** @param {GoalLine} goal @param {Span | null} span @param {Acts} acts */
function row(goal, span, acts) {
  const status = STATUS[goal.status];
  const words = goal.source ? tipOf(["In the plan", longDate(goal.source.date)].filter(Boolean).join(", "), [goal.source]) : tipOf("Added by you", []);
  const open = () => void acts.deeper({ kind: "goal", key: goal.key, reply: null, say: "" });
  return html`<button class="label" data-told .told=${words} @click=${open}>${verbatim(goal.short)}</button>
    <svg class="track" height="28" role="group" aria-label="${goal.short}: ${status}">${span ? drawn(goal, span, acts) : nothing}</svg>
    <span class="trend">${status}</span>`;
}

/** @param {GoalLine} goal @param {Span} span @param {Acts} acts */
function drawn({ opened, closed, status, marks }, span, acts) {
  const days = marks.map(({ date }) => date);
  const from = inside(opened ? placeOf(opened, span) : days[0] ? placeOf(days[0], span) : 0);
  const to = inside(closed ? placeOf(closed, span) : status === "active" ? 100 : placeOf(days.at(-1) ?? opened ?? "", span));
  const bar = Number.isFinite(to) ? svg`<line class="open" x1="${from}%" x2="${to}%" y1="14" y2="14" />` : nothing;
  return svg`${bar}${marks.map((mark, at) => markOf(mark, span, at === marks.length - 1, acts))}`;
}

/** @param {GoalLine["marks"][number]} mark @param {Span} span @param {boolean} stop @param {Acts} acts */
function markOf({ date, kind, source }, span, stop, acts) {
  const when = `${longDate(date)}, ${STEP[kind]}`;
  return svg`<circle class="mark ${kind}" role="button" tabindex=${stop ? 0 : -1} aria-label="${when}: ${source.quote}" data-told .told=${tipOf(when, [source])}
    cx="${placeOf(date, span)}%" cy="14" r=${kind === "mention" ? 3 : 4.5} @click=${() => openNote(source, acts)} />`;
}

/** @param {number} percent */
function inside(percent) {
  return Math.max(0, Math.min(100, percent));
}

function legend() {
  const of = (/** @type {keyof typeof STEP} */ kind) => html`<span><svg width="12" height="12" aria-hidden="true"><circle class="key ${kind}" cx="6" cy="6" r=${kind === "mention" ? 3 : 4.5} /></svg> ${STEP[kind]}</span>`;
  return html`<p class="legend quiet">${of("progress")} ${of("setback")} ${of("mention")}</p>`;
}

/** @param {Acts} acts */
function adding(acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const text = told(event)("text").trim();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    form.reset();
    form.closest("details")?.removeAttribute("open");
    void acts.decide({ about: "goal", key: "new", what: "add", value: text }, "Goal added.");
  };
  return html`<details class="adding"><summary>Add a goal</summary>
    <form class="named" @submit=${submit}><label>Its words <input name="text" required maxlength="299" autocomplete="off"></label><button class="plain">Add</button></form>
  </details>`;
}
