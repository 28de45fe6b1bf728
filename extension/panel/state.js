// @ts-check
/**
 * What the panel knows, and how each event changes it: one pure function. Nothing here draws, asks or waits.
 *
 * `generation` guards against the wrong client. It grows with every change of the chart or of the line to the
 * companion; whatever was asked for an older generation is dropped when it comes.
 */
import { USUAL } from "../settings.js";
import { charted, cleared, clientShown, decided, ofSite } from "./charts.js";
import { answered, due, emptied, quiet, turned, typed } from "./echoes.js";
import { answered as levelAnswered } from "./levels.js";

/** @typedef {import("../replies.js").OverviewReply} OverviewReply */
/** @typedef {import("../replies.js").ChartReply} ChartReply */
/** @typedef {import("../replies.js").ClientCard} ClientCard */
/** @typedef {import("../replies.js").EchoesReply} EchoesReply */
/** @typedef {import("../replies.js").Source} Source */
/** @typedef {import("../chart.js").Reading} Reading */
/** @typedef {import("../settings.js").Settings} Settings */
/** @typedef {import("./echoes.js").Echoes} Echoes */
/** @typedef {import("./levels.js").Level} Level */
/** @typedef {import("./teaching.js").Teaching} Teaching */

/** @typedef {"starting" | "up" | "not_running" | "not_ours" | "refused" | "locked" | "mismatch" | "not_paired"} Link */
/** @typedef {{kind: "overview", scope: string, overview: OverviewReply, reading: Reading}} OverviewChart */
/** @typedef {{origin: string, name: string}} SiteName */
/**
 * Why no client is shown: the page has none; its banner may be left over; it says two things; its banner is not where the
 * therapist pointed; or the companion is not sure.
 * @typedef {"" | "left_over" | "divided" | "no_banner" | "not_sure" | "no_consent"} Why
 */
/**
 * @typedef {{kind: "blank"}
 *   | {kind: "no_chart", why: Why, say: string, site: SiteName | null}
 *   | {kind: "new_site", site: SiteName | null, say: string}
 *   | {kind: "teach", teaching: Teaching}
 *   | {kind: "unknown_client", why: string, reading: Reading, rejected: ClientCard[]}
 *   | {kind: "which_client", why: string, reading: Reading, candidates: ClientCard[], rejected: ClientCard[]}
 *   | OverviewChart
 *   | {kind: "error", say: string}} Chart
 */
/** Something the therapist decided and may take back. `value` is what it was before.
 * @typedef {{about: string, key: string, what: string, value: import("../replies.js").DecideReply["before"], say: string}} Undo */
/**
 * @typedef {object} State
 * @property {Link} link @property {string} say what went wrong with the line or with pairing, for the therapist
 * @property {boolean} pairing the code is being tried
 * @property {Settings} settings
 * @property {number} generation @property {Chart} chart @property {readonly Level[]} levels
 * @property {{until: number, chart: OverviewChart} | null} kept a client whom the therapist keeps on a page without chart
 * @property {boolean} more the therapist asked for the notes at an intake @property {number} card where cards come singly
 * @property {Undo | null} undo @property {Echoes} echoes @property {boolean} shade
 */
/**
 * @typedef {{type: "link", link: Link, say?: string, generation?: number}
 *   | {type: "pairing"}
 *   | {type: "settings", settings: Settings}
 *   | {type: "page_changed", generation?: number}
 *   | {type: "chart_seen", generation: number, banner?: string}
 *   | {type: "no_chart", generation: number, why: Why, site: SiteName | null, at: number}
 *   | {type: "new_site", generation: number, site: SiteName | null, at: number, say?: string}
 *   | {type: "untaught", generation: number, teaching: Teaching}
 *   | {type: "teaching", teaching: Teaching, generation: number}
 *   | {type: "chart_answered", generation: number, reading: Reading, client: string | null, reply: ChartReply}
 *   | {type: "chart_failed", generation: number, kind: string, say: string}
 *   | {type: "keep_client", until: number} | {type: "let_go"}
 *   | {type: "decided", generation: number, client: string | null, overview: OverviewReply, undo: Undo | null}
 *   | {type: "asked_for_more"} | {type: "card", card: number}
 *   | {type: "level_opened", level: Level} | {type: "level_closed"}
 *   | {type: "level_answered", generation: number, client: string | null, level: Level}
 *   | {type: "echoes_typed", asked: number}
 *   | {type: "echoes_answered", generation: number, client: string | null, asked: number, reply: EchoesReply,
 *      at: number, pointed: boolean, entered: boolean}
 *   | {type: "echoes_failed", generation: number, asked: number, say: string}
 *   | {type: "echoes_due", at: number, pointed: boolean} | {type: "echoes_held"}
 *   | {type: "shade", on?: boolean}} Event
 */

/** @type {State} */
export const START = {
  link: "starting",
  say: "",
  pairing: false,
  settings: USUAL,
  generation: 0,
  chart: { kind: "blank" },
  levels: [],
  kept: null,
  more: false,
  card: 0,
  undo: null,
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
    case "settings":
      return { ...state, settings: event.settings, card: 0 };
    case "page_changed":
      return cleared(state);
    case "chart_seen":
      return state.kept && event.banner !== state.kept.chart.reading.banner ? { ...state, kept: null } : state;
    case "no_chart":
    case "new_site":
    case "untaught":
    case "teaching":
      return ofSite(state, event);
    case "chart_answered":
      return charted(state, event);
    case "chart_failed":
      return chartFailed(state, event.kind, event.say);
    case "keep_client":
      return state.chart.kind === "overview" ? { ...state, kept: { until: event.until, chart: state.chart } } : state;
    case "let_go":
      return state.kept ? { ...cleared(state), kept: null } : state;
    case "decided":
      return decided(state, event);
    case "asked_for_more":
      return { ...state, more: true };
    case "card":
      return { ...state, card: event.card };
    case "shade":
      return { ...state, shade: event.on ?? !state.shade, levels: [], undo: null, echoes: quiet() };
    case "level_opened":
    case "level_closed":
    case "level_answered":
      return leveled(state, event);
    default:
      return echoed(state, event);
  }
}

/** @param {State} state @param {Link} link @param {string} say @returns {State} */
function linked(state, link, say) {
  if (state.link === link && state.say === say && !state.pairing) return state;
  return { ...(state.link === link ? state : { ...cleared(state), kept: null }), link, say, pairing: false };
}

/** The level on top, or null at rest. @param {State} state @returns {Level | null} */
export function topLevel(state) {
  return state.levels.at(-1) ?? null;
}

/** @param {State} state @param {string} kind @param {string} say @returns {State} */
function chartFailed(state, kind, say) {
  const dropped = { ...cleared(state), generation: state.generation };
  if (kind === "not_sure" || kind === "no_consent") return { ...dropped, chart: { kind: "no_chart", why: kind, say, site: null } };
  return { ...dropped, chart: { kind: "error", say } };
}

/** @param {State} state @param {Extract<Event, {type: `level_${string}`}>} event @returns {State} */
function leveled(state, event) {
  if (event.type === "level_closed") return state.levels.length ? { ...state, levels: state.levels.slice(0, -1), undo: null } : state;
  if (event.type === "level_opened") {
    const free = event.level.kind === "settings" || event.level.kind === "more";
    if (!free && clientShown(state) === null) return state;
    return { ...state, levels: [...state.levels, event.level], undo: null };
  }
  if (event.client !== clientShown(state)) return state;
  const levels = levelAnswered(state.levels, event.level);
  return levels === state.levels ? state : { ...state, levels };
}

/** @param {State} state @param {Extract<Event, {type: `echoes_${string}`}>} event @returns {State} */
function echoed(state, event) {
  const { echoes } = state;
  switch (event.type) {
    case "echoes_typed":
      return { ...state, echoes: typed(echoes, event.asked) };
    case "echoes_answered":
      if (event.client !== clientShown(state)) return state;
      return changed(state, answered(echoes, event));
    case "echoes_failed":
      return event.asked === echoes.asked ? { ...state, echoes: emptied(echoes, event.say) } : state;
    case "echoes_due":
      return changed(state, due(echoes, event));
    case "echoes_held":
      return changed(state, turned(echoes));
  }
}

/** @param {State} state @param {Echoes} echoes @returns {State} */
function changed(state, echoes) {
  return echoes === state.echoes ? state : { ...state, echoes };
}
