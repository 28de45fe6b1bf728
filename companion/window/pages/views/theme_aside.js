// @ts-check
/** One theme: all its quotes by session, newest first; renamed, pinned, hidden, merged, split here. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { aside as drawn, field, joining, waiting } from "./aside.js";
import { quoteButton } from "./quote.js";

/** @typedef {import("../../../../extension/replies.js").ThemeReply} ThemeReply */
/** @typedef {import("../state.js").ClientPage} ClientPage */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {Extract<import("../state.js").Aside, {kind: "theme"}>} aside @param {ClientPage} page @param {Acts} acts */
export function themeAside({ reply, say }, page, acts) {
  if (!reply) return drawn("theme", "Theme", "", waiting(say), acts);
  const beside = `${reply.trend}, ${reply.session_count} of ${page.sessions.length} sessions`;
  return drawn("theme", verbatim(reply.label), beside, html`${waiting(say)} ${changing(reply, page, acts)} ${quotes(reply, acts)}`, acts);
}

/** @param {ThemeReply} theme @param {ClientPage} page @param {Acts} acts */
function changing({ key, label, found_label, pinned, hidden, joined, split_from }, { themes }, acts) {
  const decide = (/** @type {import("../../../../extension/replies.js").ClientDecideRequest["what"]} */ what, /** @type {string | null} */ value, /** @type {string} */ say) =>
    void acts.decide({ about: "theme", key, what, value }, say);
  const others = themes.filter((one) => one.key !== key).map((one) => ({ key: one.key, name: one.label }));
  return html`<details class="changing">
    <summary>Change</summary>
    <p class="row">
      <button class="plain" @click=${() => decide("pin", pinned ? null : "yes", pinned ? "No longer first." : "Kept first.")}>${pinned ? "Unpin" : "Keep first"}</button>
      <button class="plain" @click=${() => decide("hide", hidden ? null : "yes", hidden ? "Shown again." : "Theme hidden.")}>${hidden ? "Show again" : "Hide"}</button>
      ${split_from ? html`<button class="plain" @click=${() => decide("split", null, "Put back into its theme.")}>Put back into its theme</button>` : nothing}
    </p>
    ${field("Call it", label, (name) => decide("name", name === found_label ? null : name, "Theme renamed."))}
    ${others.length ? joining("It is part of", others, (into) => decide("merge", into, "Themes merged.")) : nothing}
    ${joined.map((one) => html`<p class="row"><span>Merged in: ${verbatim(one.label)}</span>
      <button class="plain" @click=${() => void acts.decide({ about: "theme", key: one.key, what: "merge", value: null }, "Taken apart.")}>Take apart</button></p>`)}
  </details>`;
}

/** All quotes; those that are ticked can become a theme of their own. @param {ThemeReply} theme @param {Acts} acts */
function quotes({ key, sessions }, acts) {
  const places = sessions.flatMap(({ sources }) => sources);
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const chosen = form.getAll("place").flatMap((at) => places[Number(at)] ?? []);
    const mentions = chosen.map(({ note_id, start, end }) => ({ note_id, start, end }));
    const value = { of: key, label: String(form.get("label")).trim(), mentions };
    void acts.decide({ about: "theme", key: "new", what: "split", value }, "Split off.");
  };
  return html`<form class="quotes" @submit=${submit}>
    ${sessions.map(({ date, sources }) => html`<h3>${longDate(date) || "No date"}</h3>
      <ul>${sources.map((source) => html`<li class="tickable">
        <input type="checkbox" name="place" value=${places.indexOf(source)} aria-label="Choose: ${source.quote}">${quoteButton(source, acts, "")}</li>`)}</ul>`)}
    <div class="splitting"><label>Call the ticked quotes <input name="label" required maxlength="60" autocomplete="off"></label><button class="plain">Split off</button></div>
  </form>`;
}
