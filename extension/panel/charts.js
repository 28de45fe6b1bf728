// @ts-check
/** How the panel's state follows the chart in front: what a page or the companion said of it. Pure. */
import { quiet } from "./echoes.js";
import { withoutClient } from "./levels.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Event} Event */

/** Everything of a client is let go, and a new generation begins. Whom the therapist keeps comes back only where the new
 * page turns out to have no chart. @param {State} state @returns {State} */
export function cleared(state) {
  return {
    ...state,
    generation: state.generation + 1,
    chart: { kind: "blank" },
    levels: withoutClient(state.levels),
    more: false,
    card: 0,
    undo: null,
    echoes: quiet(),
  };
}

/** The client whose overview is shown, or null. @param {State} state @returns {string | null} */
export function clientShown(state) {
  return state.chart.kind === "overview" ? state.chart.overview.client.id : null;
}

/** What a page said before the companion was asked. @param {State} state
 * @param {Extract<Event, {type: "no_chart" | "new_site" | "untaught" | "teaching"}>} event @returns {State} */
export function ofSite(state, event) {
  const dropped = { ...cleared(state), generation: state.generation };
  switch (event.type) {
    case "teaching":
      return state.chart.kind === "teach" ? { ...state, chart: { kind: "teach", teaching: event.teaching } } : state;
    case "untaught":
      return { ...dropped, kept: null, chart: { kind: "teach", teaching: event.teaching } };
    case "no_chart":
      return { ...dropped, kept: null, chart: { kind: "no_chart", why: event.why, say: "", site: event.site } };
    case "new_site":
      // a page of no EHR, such as a video call: the client whom the therapist keeps may be shown beside it
      if (state.kept && event.at < state.kept.until) return { ...dropped, chart: state.kept.chart };
      return { ...dropped, kept: null, chart: { kind: "new_site", site: event.site, say: event.say ?? "" } };
  }
}

/** @param {State} state @param {Extract<Event, {type: "chart_answered"}>} event @returns {State} */
export function charted(state, { reading, client, reply }) {
  const shown = clientShown(state);
  if (reply.state === "overview") {
    const { overview, scope } = reply;
    if (!overview || !scope || overview.client.id !== client) return state;
    if (shown !== null && shown !== client) return state; // another client comes only after a blank panel
    const same = state.kept?.chart.overview.client.id === client;
    const chart = /** @type {const} */ ({ kind: "overview", scope, overview, reading });
    const shownOtherwise = state.chart.kind === "overview" && state.chart.overview.safety.notes_hidden !== overview.safety.notes_hidden;
    // a class of notes was switched off or on: what lies open one click deeper may quote it
    const open = shownOtherwise ? { levels: withoutClient(state.levels), undo: null, echoes: quiet() } : {};
    return { ...state, ...open, chart, kept: same && state.kept ? { ...state.kept, chart } : null };
  }
  if (shown !== null) return { ...cleared(state), kept: null };
  const { why, candidates, rejected } = reply;
  if (reply.state === "unknown_client") return { ...state, kept: null, chart: { kind: "unknown_client", why, reading, rejected } };
  return { ...state, kept: null, chart: { kind: "which_client", why, reading, candidates, rejected } };
}

/** The overview with a decision of the therapist's in it. @param {State} state
 * @param {Extract<Event, {type: "decided"}>} event @returns {State} */
export function decided(state, { client, overview, undo }) {
  const { chart } = state;
  if (chart.kind !== "overview" || client !== clientShown(state) || overview.client.id !== client) return state;
  const now = { ...chart, overview };
  return { ...state, undo, chart: now, kept: state.kept ? { ...state.kept, chart: now } : null };
}
