// @ts-check
/** Which view a state has. */
import { html } from "../../vendor/lit-html.js";
import { blank } from "./blank.js";
import { echoesOf } from "./echoes.js";
import { failed } from "./error.js";
import { locked } from "./locked.js";
import { noChart } from "./no_chart.js";
import { notOurs } from "./not_ours.js";
import { notPaired } from "./not_paired.js";
import { notRunning } from "./not_running.js";
import { noteOf } from "./note.js";
import { overviewOf, who } from "./overview.js";
import { unknownClient } from "./unknown_client.js";
import { whichClient } from "./which_client.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("./acts.js").Acts} Acts */

/** @param {State} state @param {Acts} acts @param {import("./acts.js").Room} room */
export function viewOf(state, acts, room) {
  if (state.shade) return blank("shade");
  switch (state.link) {
    case "starting":
      return blank("blank");
    case "not_running":
      return notRunning();
    case "not_ours":
    case "refused":
      return notOurs(state.link === "refused", acts);
    case "locked":
      return locked();
    case "not_paired":
      return notPaired(state.say, state.pairing, acts);
    case "up":
      return chartView(state, acts, room);
  }
}

/** @param {State} state @param {Acts} acts @param {import("./acts.js").Room} room */
function chartView({ chart, note, echoes }, acts, room) {
  switch (chart.kind) {
    case "blank":
      return blank("blank");
    case "no_chart":
      return noChart(chart.why, acts);
    case "unknown_client":
      return unknownClient(chart.why);
    case "which_client":
      return whichClient(chart.why, chart.candidates, acts);
    case "error":
      return failed(chart.say, acts);
    case "overview":
      // the foot is one node for the panel at rest and the note, so that what is typed in it stays
      return html`${who(chart.overview, room)}
        ${note ? noteOf(note, acts) : overviewOf(chart.overview, acts, room)} ${echoesOf(echoes, acts, room)}`;
  }
}
