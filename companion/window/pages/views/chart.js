// @ts-check
/** What the pictures have in common: the line of time below them, and what a mark says when it is pointed at. */
import { html, svg } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { ticksOf } from "../timeline.js";

/** @typedef {import("../state.js").Source} Source */

/** @param {import("../timeline.js").Span} span */
export function axis(span) {
  return html`<div class="line axis" aria-hidden="true"><span></span>
    <svg class="scale" height="18">${ticksOf(span).map(({ at, label }) => svg`<text x="${at}%" y="13">${label}</text>`)}</svg>
    <span></span>
  </div>`;
}

/** @param {string} when @param {Source[]} quotes */
export function tipOf(when, quotes) {
  return html`<p class="quiet">${when}</p>${quotes.map(({ quote }) => html`<p class="say">${verbatim(quote)}</p>`)}`;
}

/** `12 Mar 2025`, or `12 Mar 2025 to 2 Apr 2025`. @param {string} from @param {string} to */
export function daysOf(from, to) {
  return from === to ? longDate(from) : `${longDate(from)} to ${longDate(to)}`;
}

/** The first and the last of them; one where they are the same. @param {Source} first @param {Source} last */
export function ends(first, last) {
  return first.note_id === last.note_id && first.start === last.start ? [first] : [first, last];
}
