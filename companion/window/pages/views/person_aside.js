// @ts-check
/** Somebody in the client's life: where they last came up, and who they are in the therapist's word. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { aside as drawn, field, joining } from "./aside.js";
import { quoteButton } from "./quote.js";

/** @typedef {import("../state.js").ClientPage} ClientPage */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {Extract<import("../state.js").Aside, {kind: "person"}>} aside @param {ClientPage} page @param {Acts} acts */
export function personAside({ key }, page, acts) {
  const row = [...page.people, ...page.people_hidden].find((one) => one.key === key);
  if (!row) return drawn("person", "Somebody", "", html`<p>They are part of somebody else now.</p>`, acts);
  const beside = [row.relation, `${row.note_count} ${row.note_count === 1 ? "note" : "notes"}`, row.last_mentioned && `last ${longDate(row.last_mentioned)}`];
  const body = html`${row.source ? quoteButton(row.source, acts) : html`<p class="quiet">The notes speak of them by relation alone.</p>`} ${changing(row, page, acts)}`;
  return drawn("person", verbatim(row.name), verbatim(beside.filter(Boolean).join(", ")), body, acts);
}

/** @param {ClientPage["people"][number]} row @param {ClientPage} page @param {Acts} acts */
function changing({ key, name, relation, found_name, found_relation, hidden, joined }, { people }, acts) {
  const decide = (/** @type {import("../../../../extension/replies.js").ClientDecideRequest["what"]} */ what, /** @type {string | null} */ value, /** @type {string} */ say) =>
    void acts.decide({ about: "person", key, what, value }, say);
  const others = people.filter((one) => one.key !== key).map((one) => ({ key: one.key, name: [one.name, one.relation].filter(Boolean).join(", ") }));
  return html`<section class="changing" aria-label="Change">
    ${field("Name", name, (value) => decide("name", value === found_name ? null : value, "Renamed."))}
    ${field("Relation", relation, (value) => decide("relation", value === found_relation ? null : value, "Relation corrected."), { required: false })}
    ${others.length ? joining("The same as", others, (into) => decide("merge", into, "Two are one now.")) : nothing}
    ${joined.map((one) => html`<p class="row"><span>Merged in: ${verbatim([one.name, one.relation].filter(Boolean).join(", "))}</span>
      <button class="plain" @click=${() => void acts.decide({ about: "person", key: one.key, what: "merge", value: null }, "Taken apart.")}>Take apart</button></p>`)}
    <p class="row">${hidden
      ? html`<button class="plain" @click=${() => decide("hide", null, "Shown again.")}>Show again</button>`
      : html`<button class="plain" @click=${() => decide("hide", "yes", "Hidden.")}>Hide</button> <button class="plain" @click=${() => decide("hide", "not_a_person", "Not a person.")}>Not a person</button>`}</p>
  </section>`;
}
