// @ts-check
/** One theme: its quotes by session, newest first; hidden, pinned or renamed here. */
import { html, nothing } from "../../vendor/lit-html.js";
import { longDate } from "./dates.js";
import { deep, nameField, quoteRow, waiting } from "./deep.js";
import { verbatim } from "./verbatim.js";

/** @typedef {import("./acts.js").Acts} Acts */

/** @param {import("../levels.js").ThemeLevel} level @param {import("../state.js").Undo | null} undo @param {Acts} acts */
export function themeOf({ reply, say }, undo, acts) {
  if (!reply) return deep("theme", "Theme", waiting(say), acts, undo);
  const title = html`${verbatim(reply.label)} <span>${reply.trend}</span>`;
  const sessions = reply.sessions.map(
    ({ date, sources }) => html`<h3>${longDate(date) || "No date"}</h3>
      <ol role="list">${sources.map((source) => html`<li>${quoteRow(source, acts, " ")}</li>`)}</ol>`,
  );
  return deep("theme", title, html`${say ? waiting(say) : nothing} ${decisions(reply, acts)} ${sessions}`, acts, undo);
}

/** @param {import("../../replies.js").ThemeReply} theme @param {Acts} acts */
function decisions({ key, label, found_label, pinned, hidden }, acts) {
  const decide = (/** @type {string} */ what, /** @type {string | null} */ value, /** @type {string} */ say) => () =>
    acts.decide({ about: "theme", key, what, value }, say);
  return html`<details>
    <summary>Change</summary>
    <div class="acts">
      <button class="plain" @click=${decide("pin", pinned ? null : "yes", pinned ? "No longer first." : "Kept first.")}>
        ${pinned ? "Unpin" : "Pin"}
      </button>
      <button class="plain" @click=${decide("hide", hidden ? null : "yes", hidden ? "Shown again." : "Hidden.")}>
        ${hidden ? "Show again" : "Hide"}
      </button>
    </div>
    ${nameField("Call it", label, (name) => decide("name", name === found_label ? null : name, "Renamed.")())}
  </details>`;
}
