// @ts-check
/**
 * What the panel knows, and how each event changes it: one pure function. Nothing here draws, asks or waits.
 *
 * `generation` guards against the wrong client. It grows with every change of the chart or of the line to the
 * companion; whatever was asked for an older generation is dropped when it comes.
 */
import { answered, due, emptied, quiet, typed } from "./echoes.js";

/** @typedef {import("../replies.js").OverviewReply} OverviewReply */
/** @typedef {import("../replies.js").ChartReply} ChartReply */
/** @typedef {import("../replies.js").ClientCard} ClientCard */
/** @typedef {import("../replies.js").NoteReply} NoteReply */
/** @typedef {import("../replies.js").SearchReply} SearchReply */
/** @typedef {import("../replies.js").Source} Source */
/** @typedef {import("../chart.js").Reading} Reading */
/** @typedef {import("./echoes.js").Echoes} Echoes */

/** @typedef {"starting" | "up" | "not_running" | "not_ours" | "refused" | "locked" | "not_paired"} Link */
/**
 * @typedef {{kind: "blank"}
 *   | {kind: "no_chart", why: string}
 *   | {kind: "unknown_client", why: string}
 *   | {kind: "which_client", why: string, reading: Reading, candidates: ClientCard[]}
 *   | {kind: "overview", scope: string, overview: OverviewReply}
 *   | {kind: "error", say: string}} Chart
 */
/** @typedef {{source: Source, note: NoteReply | null, say: string}} OpenNote */
/**
 * @typedef {object} State
 * @property {Link} link @property {string} say what went wrong with the line or with pairing, for the therapist
 * @property {boolean} pairing the code is being tried
 * @property {number} generation @property {Chart} chart @property {OpenNote | null} note
 * @property {Echoes} echoes @property {boolean} shade
 */
/**
 * @typedef {{type: "link", link: Link, say?: string, generation?: number}
 *   | {type: "pairing"}
 *   | {type: "page_changed", generation?: number}
 *   | {type: "no_chart", generation: number, why: string}
 *   | {type: "chart_answered", generation: number, reading: Reading, client: string | null, reply: ChartReply}
 *   | {type: "chart_failed", generation: number, kind: string, say: string}
 *   | {type: "note_asked", source: Source}
 *   | {type: "note_answered", generation: number, client: string | null, reply: NoteReply}
 *   | {type: "note_failed", generation: number, say: string}
 *   | {type: "note_closed"}
 *   | {type: "echoes_typed", asked: number}
 *   | {type: "echoes_answered", generation: number, client: string | null, asked: number, reply: SearchReply,
 *      at: number, pointed: boolean, entered: boolean}
 *   | {type: "echoes_failed", generation: number, asked: number, say: string}
 *   | {type: "echoes_due", at: number, pointed: boolean}
 *   | {type: "shade"}} Event
 */

/** @type {State} */
export const START = {
  link: "starting",
  say: "",
  pairing: false,
  generation: 0,
  chart: { kind: "blank" },
  note: null,
  echoes: quiet(),
  shade: false,
};

/** The next state; the same object when nothing changes.
 * @param {State} state @param {Event} event @returns {State} */
export function next(state, event) {
  if ("generation" in event && event.generation !== state.generation) return state;
  switch (event.type) {
    case "link":
      return linked(state, event.link, event.say ?? "");
    case "pairing":
      return { ...state, pairing: true, say: "" };
    case "page_changed":
      return cleared(state);
    case "no_chart":
      return { ...state, note: null, echoes: quiet(), chart: { kind: "no_chart", why: event.why } };
    case "chart_answered":
      return charted(state, event);
    case "chart_failed":
      return chartFailed(state, event.kind, event.say);
    case "shade":
      return { ...state, shade: !state.shade, echoes: quiet() };
    case "note_asked":
    case "note_answered":
    case "note_failed":
    case "note_closed":
      return noted(state, event);
    default:
      return echoed(state, event);
  }
}

/** Everything of a client is let go, and a new generation begins. @param {State} state @returns {State} */
function cleared(state) {
  return { ...state, generation: state.generation + 1, chart: { kind: "blank" }, note: null, echoes: quiet() };
}

/** @param {State} state @param {Link} link @param {string} say @returns {State} */
function linked(state, link, say) {
  if (state.link === link && state.say === say && !state.pairing) return state;
  return { ...(state.link === link ? state : cleared(state)), link, say, pairing: false };
}

/** The client whose overview is shown, or null. @param {State} state @returns {string | null} */
export function clientShown(state) {
  return state.chart.kind === "overview" ? state.chart.overview.client.id : null;
}

/** @param {State} state @param {Extract<Event, {type: "chart_answered"}>} event @returns {State} */
function charted(state, { reading, client, reply }) {
  if (reply.state === "overview") {
    const { overview, scope } = reply;
    if (!overview || !scope || overview.client.id !== client) return state;
    const shown = clientShown(state);
    if (shown !== null && shown !== client) return state; // another client comes only after a blank panel
    return { ...state, chart: { kind: "overview", scope, overview } };
  }
  if (clientShown(state) !== null) return cleared(state);
  if (reply.state === "unknown_client") return { ...state, chart: { kind: "unknown_client", why: reply.why } };
  return { ...state, chart: { kind: "which_client", why: reply.why, reading, candidates: reply.candidates } };
}

/** @param {State} state @param {string} kind @param {string} say @returns {State} */
function chartFailed(state, kind, say) {
  const dropped = { ...state, note: null, echoes: quiet() };
  if (kind === "not_sure") return { ...dropped, chart: { kind: "no_chart", why: say } };
  return { ...dropped, chart: { kind: "error", say } };
}

/** @param {State} state @param {Extract<Event, {type: `note_${string}`}>} event @returns {State} */
function noted(state, event) {
  if (event.type === "note_asked") {
    return clientShown(state) === null ? state : { ...state, note: { source: event.source, note: null, say: "" } };
  }
  if (event.type === "note_closed") return { ...state, note: null };
  const { note } = state;
  if (!note) return state;
  if (event.type === "note_failed") return { ...state, note: { ...note, say: event.say } };
  if (event.client !== clientShown(state) || event.reply.note_id !== note.source.note_id) return state;
  return { ...state, note: { ...note, note: event.reply } };
}

/** @param {State} state @param {Extract<Event, {type: `echoes_${string}`}>} event @returns {State} */
function echoed(state, event) {
  if (clientShown(state) === null) return state;
  const { echoes } = state;
  switch (event.type) {
    case "echoes_typed":
      return { ...state, echoes: typed(echoes, event.asked) };
    case "echoes_answered":
      if (event.client !== clientShown(state)) return state;
      return { ...state, echoes: answered(echoes, event) };
    case "echoes_failed":
      return event.asked === echoes.asked ? { ...state, echoes: emptied(echoes, event.say) } : state;
    case "echoes_due":
      return { ...state, echoes: due(echoes, event) };
  }
}
