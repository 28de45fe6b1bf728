// @ts-check
/** The chart is nobody's whose notes were brought in. */
import { html, nothing } from "../../vendor/lit-html.js";
import { message } from "./message.js";
import { verbatim } from "./verbatim.js";

/** @param {string} why @param {readonly import("../state.js").ClientCard[]} rejected @param {import("./acts.js").Acts} acts */
export function unknownClient(why, rejected, acts) {
  const say = rejected.length ? "You said so. Nothing of theirs is shown here." : `${why || "No client here fits this chart."} Bring notes in with Eyeline.`;
  return message("unknown_client", rejected.length ? "Not this client" : "No notes here", say, turnedDown(rejected, acts));
}

/** Clients who were said not to be this chart's, each with the way to take that back.
 * @param {readonly import("../state.js").ClientCard[]} rejected @param {import("./acts.js").Acts} acts */
export function turnedDown(rejected, acts) {
  if (!rejected.length) return nothing;
  return html`${rejected.map(
    ({ id, initials, record_tail }) =>
      html`<p><button class="plain" @click=${() => acts.confirm(id)}>Undo: it is ${verbatim(initials)} ${verbatim(record_tail)}</button></p>`,
  )}`;
}
