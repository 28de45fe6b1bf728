// @ts-check
/** Everything that is not at rest: where to go from here, and what can be done. */
import { html, nothing } from "../../vendor/lit-html.js";
import { deep } from "./deep.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("../state.js").State} State */

/** @param {State} state @param {Acts} acts */
export function moreOf(state, acts) {
  const { chart, kept } = state;
  const client = chart.kind === "overview" ? ofClient(chart.overview, Boolean(kept), acts) : nothing;
  const keys = acts.keys().map(({ says, key }) => html`<div><dt>${says}</dt><dd>${key || "no key set"}</dd></div>`);
  const body = html`${client}
    <div class="menu">
      ${entry("Settings", acts.settings)} ${entry("Cover the panel", acts.shade)} ${siteActs(state, acts)}
    </div>
    <h3>Keys</h3>
    <dl class="keys">${keys}<div><dt>Back, or cover</dt><dd>Esc</dd></div></dl>`;
  return deep("more", "More", body, acts);
}

/** @param {import("../state.js").OverviewReply} overview @param {boolean} kept @param {Acts} acts */
function ofClient({ client, people_count, follow_ups_open }, kept, acts) {
  const ask = (/** @type {"people" | "follow_ups" | "themes" | "goals"} */ kind) => () => acts.deeper({ kind, reply: null, say: "" });
  return html`<div class="menu">
    ${entry("All goals", ask("goals"))} ${entry("All themes", ask("themes"))}
    ${entry("People", ask("people"), String(people_count))}
    ${entry("Follow-ups", ask("follow_ups"), follow_ups_open ? `${follow_ups_open} open` : "")}
    ${entry("Keep a note from this page", acts.pointAtNote)}
    ${kept ? entry("Let this client go", acts.letGo) : entry("Keep this client for a video call", acts.keepClient)}
    ${kept ? nothing : entry("Not this client", () => acts.reject(client.id))}
  </div>`;
}

/** @param {State} state @param {Acts} acts */
function siteActs({ chart }, acts) {
  const origin = chart.kind === "overview" || chart.kind === "which_client" || chart.kind === "unknown_client"
    ? (chart.reading.identity.site ?? "")
    : chart.kind === "no_chart" ? (chart.site?.origin ?? "") : "";
  if (!origin) return nothing;
  const on = acts.listens(origin);
  const name = new URL(origin).host;
  return html`${entry(on ? "Stop listening to its note field" : "Echoes from its note field", () => acts.listen(origin, !on), on ? "on" : "off")}
    ${entry("Point at the client anew", () => acts.teach({ origin, name }))}
    ${entry("Switch Eyeline off here", () => acts.switchOff(origin), name)}`;
}

/** @param {string} label @param {() => void} press @param {string} [beside] */
function entry(label, press, beside = "") {
  return html`<button class="row" @click=${press}><span class="say">${label}</span>${beside ? html`<span class="since">${beside}</span>` : nothing}</button>`;
}
