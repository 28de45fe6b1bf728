// @ts-check
/**
 * The only loop: something happens -> the next state -> drawn at once, in the same task, so that a panel that must be
 * blank is blank in the next frame. A new generation means that the chart has to be followed anew.
 */
import * as browser from "../browser.js";
import { readChart, readingOf } from "../chart.js";
import { Companion, CompanionError, postOpen } from "../companion.js";
import { PairingError, keepPairing, keptPairing, pair, readCode } from "../pairing.js";
import { SITES } from "../sites.js";
import { render } from "../vendor/lit-html.js";
import { CHANGE_EVERY } from "./echoes.js";
import { Following } from "./following.js";
import { lineAfter, listen } from "./listening.js";
import { START, clientShown, next } from "./state.js";
import { today } from "./views/dates.js";
import { rowKey } from "./views/overview.js";
import { viewOf } from "./views/view.js";

/** @typedef {import("./state.js").Event} Event */
/** @typedef {import("./state.js").Source} Source */

const TYPING_RESTS = 400;
const GLANCE = 60;
const FIELDS = [...new Set(SITES.flatMap((site) => Object.values(site.fields)))];

let state = START;
/** @type {Companion | null} */
let companion = null;
let ears = new AbortController();
let asked = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;

const windowId = await browser.ownWindow();
const following = new Following(look, happen, (generation) => generation === state.generation);

/** @param {Event} event */
function happen(event) {
  const before = state;
  state = next(state, event);
  if (state === before) return;
  draw();
  if (state.generation !== before.generation) {
    clearTimeout(resting);
    follow();
  }
  if (state.note !== before.note) turnTo(before.note?.source ?? null);
}

/** Three rows a list; fewer where the panel would scroll, and two where it would be too much to read at a glance. */
function draw() {
  for (let rows = 3; rows > 0; rows -= 1) {
    render(viewOf(state, acts, { rows, today: today() }), document.body);
    if (!document.querySelector("main.rest")) return;
    if (document.body.scrollHeight <= innerHeight && (rows <= 2 || wordsAtRest() <= GLANCE)) return;
  }
}

/** Words of the resting panel, without what was typed and what it brought up; a figure alone is no word. */
function wordsAtRest() {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("header, main.rest"));
  return [...parts].flatMap((part) => part.innerText.match(/\S*\p{L}\S*/gu) ?? []).length;
}

function follow() {
  if (companion && state.link === "up") void following.follow(companion, state.generation);
}

/** What the page in front says, and a watch set on it. @returns {Promise<import("./following.js").Look>} */
async function look() {
  const tabId = await browser.tabInFront(windowId);
  if (tabId === null) return { tabId, reading: null };
  const watched = browser.runInPage(tabId, browser.watchChart, [FIELDS]);
  const page = await browser.runInPage(tabId, readChart, [SITES]);
  await watched;
  return { tabId, reading: page && readingOf(page, SITES) };
}

/** After a note was opened or closed: to its quote, or back to the row it was opened from. @param {Source | null} left */
function turnTo(left) {
  const mark = document.querySelector("mark");
  mark?.scrollIntoView({ block: "center" });
  if (state.note && !mark) document.querySelector(/** @type {"button"} */ (".back"))?.focus();
  if (!state.note && left) {
    document.querySelector(/** @type {"button"} */ (`[data-row="${CSS.escape(rowKey(left))}"]`))?.focus();
  }
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

/** A call for the open chart failed: the line is down, or `otherwise`.
 * @param {unknown} error @param {number} generation @param {(say: string) => Event} otherwise */
function failed(error, generation, otherwise) {
  const [link, say] = lineAfter(error);
  if (link !== "up") happen({ type: "link", link, say, generation });
  else happen(otherwise(error instanceof CompanionError ? error.say : "Something went wrong in the panel."));
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

/** @param {Source} source */
async function openNote(source) {
  const { chart, generation } = state;
  if (!companion || chart.kind !== "overview") return;
  happen({ type: "note_asked", source });
  try {
    const params = { scope: chart.scope, note_id: source.note_id };
    const { client, result } = await companion.ask("/v1/note", params);
    happen({ type: "note_answered", generation, client, reply: result });
  } catch (error) {
    failed(error, generation, (say) => ({ type: "note_failed", generation, say }));
  }
}

/** @param {string} words @param {boolean} entered */
async function askEchoes(words, entered) {
  const { chart, generation } = state;
  if (!companion || chart.kind !== "overview") return;
  const number = ++asked;
  happen({ type: "echoes_typed", asked: number });
  try {
    const { client, result } = await companion.ask("/v1/echoes", { scope: chart.scope, words });
    const now = { at: Date.now(), pointed: pointed() };
    happen({ type: "echoes_answered", generation, client, asked: number, reply: result, entered, ...now });
    if (state.echoes.held) setTimeout(echoesDue, CHANGE_EVERY - (Date.now() - state.echoes.shownAt) + 1);
  } catch (error) {
    failed(error, generation, (say) => ({ type: "echoes_failed", generation, asked: number, say }));
  }
}

function pointed() {
  return document.querySelector(".found:hover, .found:focus-within") !== null;
}

function echoesDue() {
  happen({ type: "echoes_due", at: Date.now(), pointed: pointed() });
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
  confirm: (clientId) => {
    const { chart, generation } = state;
    if (!companion || chart.kind !== "which_client") return;
    void following.confirm(companion, generation, chart.reading, clientId);
  },
  open: (source) => void openNote(source),
  back: () => happen({ type: "note_closed" }),
  type: (words, entered) => {
    clearTimeout(resting);
    const said = words.trim();
    if (!said) happen({ type: "echoes_typed", asked: 0 });
    else if (entered) void askEchoes(said, true);
    else resting = setTimeout(() => void askEchoes(said, false), TYPING_RESTS);
  },
  leave: () => queueMicrotask(echoesDue),
};

browser.onPageChange(windowId, () => happen({ type: "page_changed" }));
browser.onShade(() => happen({ type: "shade" }));
browser.onWindowFocus(windowId, () => void lookAgain());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") happen(state.note && !state.shade ? { type: "note_closed" } : { type: "shade" });
});
addEventListener("resize", draw);

/** The window came back to the front: the chart on screen must still be the page's. */
async function lookAgain() {
  const { generation } = state;
  const { tabId, reading } = await look();
  if (!following.believes(tabId, reading)) happen({ type: "page_changed", generation });
}

const kept = await keptPairing();
if (kept) begin(kept);
else happen({ type: "link", link: "not_paired" });
