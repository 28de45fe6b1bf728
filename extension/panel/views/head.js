// @ts-check
/** Who it is, in the same place always, and the way to everything that is not at rest. */
import { html, nothing } from "../../vendor/lit-html.js";
import { ago } from "./dates.js";
import { dots } from "./marks.js";
import { verbatim } from "./verbatim.js";
import { sample } from "./which_client.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("./acts.js").Room} Room */

/** @param {import("../state.js").State} state @param {import("../state.js").OverviewReply} overview
 * @param {Acts} acts @param {Room} room */
export function head({ settings, kept }, overview, acts, room) {
  const { client } = overview;
  const { names, share } = settings;
  return html`<header class="who">
    <h1><b>${verbatim(names && !share ? client.name : client.initials)}</b> <span>${share ? "" : verbatim(client.record_tail)}</span></h1>
    ${client.pronouns && !share ? html`<span class="pronouns">${verbatim(client.pronouns)}</span>` : nothing}
    ${client.invented ? sample() : nothing}
    <span class="when">${kept ? "kept" : whenSeen(overview, room)}</span>
    ${moreButton(acts)}
  </header>`;
}

/** @param {import("../state.js").OverviewReply} overview @param {Room} room */
function whenSeen({ last_session, notes_waiting, newest_waiting, notes_read }, room) {
  if (newest_waiting) return "newest note not read yet";
  return notes_waiting ? `indexing ${notes_read - notes_waiting} of ${notes_read}` : ago(last_session, room.today);
}

/** @param {Acts} acts */
export function moreButton(acts) {
  return html`<button class="dots" aria-label="More" title="More" @click=${acts.more}>${dots()}</button>`;
}
