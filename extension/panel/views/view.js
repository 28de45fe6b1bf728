// @ts-check
/** Which view a state has. */
import { html, nothing } from "../../vendor/lit-html.js";
import { topLevel } from "../state.js";
import { blank } from "./blank.js";
import { echoesOf } from "./echoes.js";
import { failed } from "./error.js";
import { goalOf } from "./goal.js";
import { head, moreButton } from "./head.js";
import { keepNoteOf } from "./keep_note.js";
import { followUpsOf, goalsOf, peopleOf, themesOf } from "./lists.js";
import { locked } from "./locked.js";
import { mismatch } from "./mismatch.js";
import { moreOf } from "./more.js";
import { newSite } from "./new_site.js";
import { noChart } from "./no_chart.js";
import { notOurs } from "./not_ours.js";
import { notPaired } from "./not_paired.js";
import { notRunning } from "./not_running.js";
import { noteOf } from "./note.js";
import { overviewOf } from "./overview.js";
import { settingsOf } from "./settings.js";
import { teachOf } from "./teach.js";
import { themeOf } from "./theme.js";
import { unknownClient } from "./unknown_client.js";
import { whichClient } from "./which_client.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../levels.js").Level} Level */
/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("./acts.js").Room} Room */

/** @param {State} state @param {Acts} acts @param {Room} room */
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
    case "mismatch":
      return mismatch(state.say);
    case "not_paired":
      return notPaired(state.say, state.pairing, acts);
    case "up":
      return chartView(state, acts, room);
  }
}

/** @param {State} state @param {Acts} acts @param {Room} room */
function chartView(state, acts, room) {
  const { chart, echoes, settings, more } = state;
  const level = topLevel(state);
  if (chart.kind === "overview") {
    // the foot is one node for the panel at rest and the levels, so that what is typed in it stays
    return html`${head(state, chart.overview, acts, room)}
      ${level ? levelView(level, state, acts) : overviewOf(state, chart.overview, acts, room)}
      ${settings.share || (chart.overview.intake && !more) ? nothing : echoesOf(echoes, acts, room)}`;
  }
  if (level) return levelView(level, state, acts);
  if (chart.kind === "blank") return blank("blank");
  return html`${withoutClient(chart, acts)} <footer>${moreButton(acts)}</footer>`;
}

/** @param {Exclude<State["chart"], {kind: "overview" | "blank"}>} chart @param {Acts} acts */
function withoutClient(chart, acts) {
  switch (chart.kind) {
    case "no_chart":
      return noChart(chart.why, chart.say, chart.site, acts);
    case "new_site":
      return newSite(chart.site, chart.say, acts);
    case "teach":
      return teachOf(chart.teaching, acts);
    case "unknown_client":
      return unknownClient(chart.why, chart.rejected, acts);
    case "which_client":
      return whichClient(chart.why, chart.candidates, chart.rejected, acts);
    case "error":
      return failed(chart.say, acts);
  }
}

/** @param {Level} level @param {State} state @param {Acts} acts */
function levelView(level, state, acts) {
  const { undo, settings, chart } = state;
  switch (level.kind) {
    case "note":
      return noteOf(level, acts);
    case "theme":
      return themeOf(level, undo, acts);
    case "goal":
      return goalOf(level, undo, acts);
    case "themes":
      return themesOf(level, chart.kind === "overview" ? chart.overview.session_count : 0, acts);
    case "goals":
      return goalsOf(level, acts);
    case "people":
      return peopleOf(level, undo, acts);
    case "follow_ups":
      return followUpsOf(level, undo, acts);
    case "keep_note":
      return keepNoteOf(level, acts);
    case "more":
      return moreOf(state, acts);
    case "settings":
      return settingsOf(settings, acts);
  }
}
