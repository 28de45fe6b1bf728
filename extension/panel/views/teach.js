// @ts-check
/** Teaching a page: the therapist points at the client's name, and at one thing more. What is read there is shown here,
 * in the page's own words, and not kept. */
import { html, nothing } from "../../vendor/lit-html.js";
import { isoDate } from "../../said.js";
import { valueAt } from "../../taught.js";
import { FIELDS, enough, orderOpen } from "../teaching.js";
import { longDate } from "./dates.js";
import { verbatim } from "./verbatim.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("../teaching.js").Teaching} Teaching */
/** @typedef {import("../../sites.js").Field} Field */

/** @type {Record<Field, string>} */
const CALLED = { name: "Client’s name", record_number: "Record number", birth_date: "Birth date" };

/** @param {Teaching} teaching @param {Acts} acts */
export function teachOf(teaching, acts) {
  return html`<main class="message" data-view="teach">
    <h1>Show Eyeline the client</h1>
    <p>With a chart open on ${teaching.name}, point at the name, and at the record number or birth date. Eyeline keeps where
      they stand, not what they say.</p>
    <ol role="list" class="people">${FIELDS.map((field) => html`<li>${fieldOf(field, teaching, acts)}</li>`)}</ol>
    <p class="wrong" role="alert">${teaching.say || nothing}</p>
    ${orderOpen(teaching) ? orders(teaching, acts) : nothing}
    <button class="strong" ?disabled=${!enough(teaching) || teaching.pointing !== null} @click=${acts.taught}>Use these</button>
  </main>`;
}

/** @param {Field} field @param {Teaching} teaching @param {Acts} acts */
function fieldOf(field, { picks, pointing, over, order }, acts) {
  const label = CALLED[field];
  if (pointing === field) {
    return html`<p><b>${label}</b></p>
      <p role="status">${over === null ? "One moment" : "Click it on the page. Esc stops."}</p>
      <p class="over">${verbatim(over ?? "")}</p>
      <button class="plain" @click=${acts.stopPointing}>Stop</button>`;
  }
  const value = valueAt(field, picks[field]?.text ?? "", order);
  const said = field === "birth_date" ? longDate(value) : value;
  return html`<p><b>${label}</b> ${picks[field] ? html`<span class="read">${verbatim(said ?? "")}</span>` : nothing}</p>
    <button class="plain" ?disabled=${pointing !== null} @click=${() => acts.point(field)}>
      Point at the ${label.toLowerCase()}${picks[field] ? " again" : ""}
    </button>`;
}

/** The same figures mean two days: which one, the therapist knows. @param {Teaching} teaching @param {Acts} acts */
function orders({ picks, order }, acts) {
  const text = picks.birth_date?.text ?? "";
  const one = (/** @type {"mdy" | "dmy"} */ way) =>
    html`<button class="plain" aria-pressed=${way === order} @click=${() => acts.dates(way)}>${longDate(isoDate(text, way))}</button>`;
  return html`<p>Which day is meant?</p><div class="acts">${one("mdy")} ${one("dmy")}</div>`;
}
