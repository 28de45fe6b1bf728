// @ts-check
/** The place at the foot: a field, and up to three past passages close to what is typed in it or in the EHR's note, with
 * who a name in it is. */
import { html, nothing } from "../../vendor/lit-html.js";
import { AT_MOST } from "../echoes.js";
import { shortDate } from "./dates.js";
import { personRow } from "./lists.js";
import { row } from "./overview.js";
import { verbatim } from "./verbatim.js";

/** @param {import("../echoes.js").Echoes} echoes @param {import("./acts.js").Acts} acts @param {import("./acts.js").Room} room */
export function echoesOf({ shown, held, say }, acts, room) {
  const hits = shown ? shown.hits.slice(0, AT_MOST) : [];
  const people = shown?.people ?? [];
  const far = hits.length ? "Nothing close; the nearest:" : "Nothing close in the notes.";
  const word = say || (shown && (shown.nothing_close || !hits.length) ? far : "");
  return html`<section class="echoes" aria-label="Echoes" @pointerleave=${acts.leave} @focusout=${acts.leave}>
    <div class="asking"><input type="text" aria-label="What was said before about" placeholder="said before about …" maxlength="2000"
      autocomplete="off" autocapitalize="off" spellcheck="false" @input=${heard(acts, false)} @keydown=${heard(acts, true)}>
      ${shown ? html`<button class="plain" aria-pressed=${held} @click=${acts.hold}>${held ? "Held" : "Hold"}</button>` : nothing}
    </div>
    <div class="found">
      ${people.length ? html`<ol role="list">${people.map((person) => html`<li>${personRow(person, acts)}</li>`)}</ol>` : nothing}
      ${word ? html`<p>${word}</p>` : nothing}
      ${hits.length ? html`<ol role="list">${hits.map((hit) => html`<li>${echo(hit.source, acts, room)}</li>`)}</ol>` : nothing}
    </div>
  </section>`;
}

/** @param {import("./acts.js").Acts} acts @param {boolean} onEnter */
function heard(acts, onEnter) {
  return (/** @type {KeyboardEvent | InputEvent} */ event) => {
    if (onEnter && !(event instanceof KeyboardEvent && event.key === "Enter" && !event.isComposing)) return;
    acts.type(/** @type {HTMLInputElement} */ (event.currentTarget).value, onEnter);
  };
}

/** @param {import("../state.js").Source} source @param {import("./acts.js").Acts} acts @param {import("./acts.js").Room} room */
function echo(source, acts, room) {
  const when = html`<time datetime=${source.date ?? nothing}>${shortDate(source.date, room.today)}</time>`;
  return row(source, () => acts.open(source), html`<span class="say">${verbatim(source.quote)} ${when}</span>`);
}
