// @ts-check
/** The whole note, its quote marked. */
import { html } from "../../vendor/lit-html.js";
import { aroundQuote } from "../quote.js";
import { longDate } from "./dates.js";
import { deep, waiting } from "./deep.js";
import { unpiled, verbatim } from "./verbatim.js";

/** @param {import("../levels.js").NoteLevel} level @param {import("./acts.js").Acts} acts */
export function noteOf({ source, reply, say }, acts) {
  const title = html`${longDate(source.date) || verbatim(source.note_name)} <span>${source.note_kind}</span>`;
  return deep("note", title, reply && !say ? text(source, reply.text) : waiting(say), acts);
}

/** @param {import("../state.js").Source} source @param {string} whole */
function text(source, whole) {
  const parts = aroundQuote(whole, source);
  if (!parts) return html`<p>This line does not stand in the note any more.</p>${paper(unpiled(whole))}`;
  const [before, quote, after] = parts;
  return paper(html`${unpiled(before)}<mark>${unpiled(quote)}</mark>${unpiled(after)}`);
}

/** What scrolls can be reached by Tab, and then scrolled by the arrows. @param {unknown} words */
function paper(words) {
  return html`<div class="text" role="group" aria-label="The note" tabindex="0">${words}</div>`;
}
