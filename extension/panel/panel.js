// @ts-check
/**
 * The only loop: something happens -> the next state -> drawn at once, in the same task, so that a panel that must be
 * blank is blank in the next frame. A new generation means that the chart has to be followed anew.
 */
import * as browser from "../browser.js";
import { Companion, CompanionError, postOpen } from "../companion.js";
import { PairingError, keepPairing, keptPairing, pair, readCode } from "../pairing.js";
import { isoDate } from "../said.js";
import { settingsFrom } from "../settings.js";
import { Asking } from "./asking.js";
import { clientShown } from "./charts.js";
import { draw } from "./draw.js";
import { Following } from "./following.js";
import { Idle } from "./idle.js";
import { onKeys } from "./keyboard.js";
import { listen } from "./listening.js";
import { SitesOn } from "./sites_on.js";
import { START, next, topLevel } from "./state.js";
import { Trail } from "./trail.js";

/** @typedef {import("./state.js").Event} Event */

const TYPING_RESTS = 400;
/** A session's hour: so long a client is kept on a page without chart. */
const KEPT_FOR = 60 * 60_000;

let state = START;
/** @type {Companion | null} */
let companion = null;
let ears = new AbortController();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let keeping;
/** @type {Awaited<ReturnType<typeof browser.keys>>} */
let keys = [];

const windowId = await browser.ownWindow();
const sites = new SitesOn(windowId, () => state, happen);
const following = new Following(() => sites.look(), happen, (generation) => generation === state.generation, (site) => sites.untaught(site));
const asking = new Asking({ state: () => state, happen, companion: () => companion });
const trail = new Trail();
const idle = new Idle(() => happen({ type: "shade", on: true }));

/** @param {Event} event */
function happen(event) {
  const before = state;
  state = next(state, event);
  if (state === before) return;
  trail.leaves(before.levels.length, state.levels.length);
  draw(state, acts);
  if (state.generation !== before.generation) {
    clearTimeout(resting);
    follow();
  }
  // a question failed while the long-poll still waits: ask anew how things stand, or nobody would say that it is up again
  if (event.type === "link" && event.generation !== undefined && companion && state.link !== "up") begin(companion.pairing);
  if (state.settings.minutes !== before.settings.minutes) idle.after(state.settings.minutes);
  if (topLevel(state) !== topLevel(before)) trail.arrives(before.levels.length, state.levels.length);
}

function follow() {
  if (companion && state.link === "up") void following.follow(companion, state.generation);
}

/** @param {import("../pairing.js").Pairing} pairing */
function begin(pairing) {
  ears.abort();
  ears = new AbortController();
  companion = new Companion(pairing);
  const line = (/** @type {import("./state.js").Link} */ link, /** @type {string} */ say) =>
    happen({ type: "link", link, say });
  void listen(companion, { line, read }, ears.signal);
}

/** Notes of a client were newly read: the chart is asked for again, without a blank, unless it is somebody else's.
 * @param {string | null} client */
function read(client) {
  const shown = clientShown(state);
  if (shown === null || client === null || shown === client) follow();
}

/** @param {string} typedCode @param {string} name */
async function tryCode(typedCode, name) {
  happen({ type: "pairing" });
  try {
    const pairing = await pair(readCode(typedCode), name, browser.ownOrigin(), postOpen);
    await keepPairing(pairing);
    happen({ type: "link", link: "starting" });
    begin(pairing);
  } catch (error) {
    const known = error instanceof PairingError || error instanceof CompanionError;
    const refused = error instanceof CompanionError && error.kind === "refused";
    const say = refused ? "Eyeline shows no such code now. Ask it for a new one." : known ? error.message : String(error);
    happen({ type: "link", link: "not_paired", say });
  }
}

/** @param {"/v1/chart/confirm" | "/v1/chart/reject"} path @param {string} clientId */
function decideChart(path, clientId) {
  const { chart, generation } = state;
  if (!companion || !("reading" in chart)) return;
  void following.decide(companion, generation, path, chart.reading, clientId);
}

async function pointAtNote() {
  const { generation } = state;
  /** @type {import("./levels.js").KeepNoteLevel} */
  const waits = { kind: "keep_note", draft: null, step: "wait", say: "" };
  if (topLevel(state)?.kind !== "keep_note") happen({ type: "level_opened", level: waits });
  const answered = (/** @type {object} */ more) =>
    happen({ type: "level_answered", generation, client: clientShown(state), level: { ...waits, ...more } });
  answered({});
  const text = await sites.pointAtNote();
  if (!text) return answered({ step: "done", say: text === null ? "No note was pointed at." : "No words were found there." });
  const date = isoDate(text.slice(0, 400)) ?? "";
  answered({ step: "look", draft: { text, session_date: date, kind: "progress", note_class: "psychotherapy" } });
}

/** The page is ready to be pointed at. */
function readyForNote() {
  const level = topLevel(state);
  if (level?.kind !== "keep_note" || level.step !== "wait") return;
  const ready = { ...level, step: /** @type {const} */ ("point") };
  happen({ type: "level_answered", generation: state.generation, client: clientShown(state), level: ready });
}

/** @param {import("./levels.js").Draft} draft */
function keepNote(draft) {
  const level = topLevel(state);
  if (level?.kind !== "keep_note") return;
  const sent = { ...level, draft, step: /** @type {const} */ ("send"), say: "" };
  happen({ type: "level_answered", generation: state.generation, client: clientShown(state), level: sent });
  void asking.keepNote(sent);
}

function keepClient() {
  happen({ type: "keep_client", until: Date.now() + KEPT_FOR });
  happen({ type: "level_closed" });
  clearTimeout(keeping);
  keeping = setTimeout(() => happen({ type: "let_go" }), KEPT_FOR);
}

/** @param {string} words @param {boolean} entered */
function ask(words, entered) {
  clearTimeout(resting);
  const said = words.trim();
  if (!said) happen({ type: "echoes_typed", asked: 0 });
  else if (entered) void asking.echoes(said, true, pointed);
  else resting = setTimeout(() => void asking.echoes(said, false, pointed), TYPING_RESTS);
}

function pointed() {
  return document.querySelector(".found:hover, .found:focus-within") !== null;
}

/** The window came back to the front: the chart on screen must still be the page's. */
async function lookAgain() {
  if (state.kept && Date.now() >= state.kept.until) happen({ type: "let_go" }); // a computer that slept kept no time
  const { generation } = state;
  if (!following.believes(await sites.look())) happen({ type: "page_changed", generation });
}

/** @type {import("./views/acts.js").Acts} */
const acts = {
  pair: (code, name) => void tryCode(code, name),
  pairAgain: () => {
    ears.abort();
    companion = null;
    happen({ type: "link", link: "not_paired" });
  },
  retry: () => {
    following.forget();
    happen({ type: "page_changed" });
  },
  switchOn: (site) => void sites.switchOn(site),
  switchOff: (origin) => void sites.switchOff(origin),
  teach: (site) => happen({ ...sites.untaught(site), generation: state.generation }),
  point: (field) => void sites.point(field),
  stopPointing: () => void sites.stopPointing(),
  dates: (order) => sites.dates(order),
  taught: () => void sites.finish(),
  listens: (origin) => sites.listens(origin),
  listen: (origin, on) => void sites.listen(origin, on),
  confirm: (clientId) => decideChart("/v1/chart/confirm", clientId),
  reject: (clientId) => decideChart("/v1/chart/reject", clientId),
  keepClient,
  letGo: () => happen({ type: "let_go" }),
  open: (source) => void asking.level({ kind: "note", source, reply: null, say: "" }),
  deeper: (level) => void asking.level(level),
  more: () => happen({ type: "level_opened", level: { kind: "more" } }),
  back: () => happen({ type: "level_closed" }),
  askForMore: () => happen({ type: "asked_for_more" }),
  card: (card) => happen({ type: "card", card }),
  decide: (decision, say) => void asking.decide(decision, say),
  pointAtNote: () => void pointAtNote(),
  keepNote,
  type: ask,
  leave: () => queueMicrotask(() => happen({ type: "echoes_due", at: Date.now(), pointed: pointed() })),
  hold: () => happen({ type: "echoes_held" }),
  shade: () => happen({ type: "shade", on: true }),
  settings: () => happen({ type: "level_opened", level: { kind: "settings" } }),
  set: (settings) => {
    happen({ type: "settings", settings });
    void browser.keep("settings", settings);
  },
  keys: () => keys,
};

// a look at a page that was just being left or built comes to nothing, and sets no watch
const loaded = () => state.chart.kind === "overview" || follow();
browser.onPageChange(windowId, () => happen({ type: "page_changed" }), loaded);
browser.onPageWord(windowId, (message) => {
  if (message.kind === "pointed") sites.over(message.text);
  if (message.kind === "pointed") readyForNote();
  if (message.kind === "writing") void asking.echoes(message.words, false, pointed);
});
browser.onCommand("shade", () => happen({ type: "shade" }));
browser.onCommand("hold", acts.hold);
browser.onCommand("focus", () => {
  focus();
  document.querySelector(/** @type {"button"} */ (".row, .plain, .strong, .dots"))?.focus();
});
browser.onWindowFocus(windowId, () => void lookAgain(), () => state.settings.blur && happen({ type: "shade", on: true }));
browser.onKept((name, value) => {
  if (name === "settings") happen({ type: "settings", settings: settingsFrom(value) });
  if (name === "sites") sites.took(value);
});
onKeys(() => state.levels.length > 0 && !state.shade, {
  back: acts.back,
  cover: () => happen({ type: "shade" }),
  turn: (by) => happen({ type: "card", card: Math.max(0, state.card + by) }),
});
addEventListener("resize", () => draw(state, acts));

sites.took(await browser.kept("sites"));
keys = await browser.keys();
happen({ type: "settings", settings: settingsFrom(await browser.kept("settings")) });
const kept = await keptPairing();
if (kept) begin(kept);
else happen({ type: "link", link: "not_paired" });
