// @ts-check
/** The keyboard: every page by one key, the shade by another, results and marks by the arrows, Esc one step back. */
import { alongMarks } from "./mark_keys.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./window.js").Acts} Acts */

/** What Ctrl and a number lead to. @type {((acts: Acts) => unknown)[]} */
const PAGES = [
  (acts) => acts.showClients(),
  (acts) => acts.showSearch(),
  (acts) => acts.show("bring_in"),
  (acts) => acts.showSettings(),
];
const OPEN = ["clients", "client", "brief", "search", "bring_in", "settings"];

/** @param {() => State} now @param {Acts} acts */
export function onKeys(now, acts) {
  addEventListener("keydown", (event) => {
    const state = now();
    if (covers(event, state)) return cover(event, acts);
    if (state.shade || !OPEN.includes(state.page) || alongMarks(event)) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) withControl(event, state, acts);
    else if (state.page === "search") inSearch(event, state, acts);
    else if (state.page === "client" && event.key === "Escape") stepBack(state, acts);
    else if (state.page === "brief") inBrief(event, state, acts);
    else if (state.page === "clients") move(event, ".filter input, .client");
  });
}

/** The panel's own keys: Alt+Shift+H anywhere, Esc where there is nothing to go back to; either comes back again.
 * @param {KeyboardEvent} event @param {State} state */
function covers({ altKey, shiftKey, code, key }, { shade, page }) {
  return (altKey && shiftKey && code === "KeyH") || (key === "Escape" && (shade || page === "clients"));
}

/** @param {KeyboardEvent} event @param {Acts} acts */
function cover(event, acts) {
  event.preventDefault();
  acts.cover();
}

/** @param {KeyboardEvent} event @param {State} state @param {Acts} acts */
function withControl(event, state, acts) {
  const page = PAGES[Number(event.key) - 1];
  if (page) void page(acts);
  else if (event.key === "k") void acts.showSearch();
  else if (event.key === "l") void acts.lock();
  else if (event.key === "b" && state.page === "client") void acts.openBrief(state.client.id);
  else return;
  event.preventDefault();
}

/** @param {State} state @param {Acts} acts */
function stepBack({ client }, acts) {
  if (client.asides.length) acts.back();
  else void acts.showClients();
}

/** The next client and the one before by one key. @param {KeyboardEvent} event @param {State} state @param {Acts} acts */
function inBrief(event, { brief }, acts) {
  if (event.key === "ArrowRight") acts.nextBrief(1);
  else if (event.key === "ArrowLeft") acts.nextBrief(-1);
  else if (event.key === "Escape") void acts.openClient(brief.id);
  else return;
  event.preventDefault();
}

/** @param {KeyboardEvent} event @param {State} state @param {Acts} acts */
function inSearch(event, { search }, acts) {
  if (!document.activeElement?.closest(".note")) move(event, "[data-first], .hit");
  if (event.key !== "Escape") return;
  const back = document.querySelector(search.opened ? "[data-was-open]" : "[data-first]");
  if (search.opened) acts.close();
  else acts.type("");
  if (back instanceof HTMLElement) back.focus();
}

/** From one stop to the next by the arrows, and back. @param {KeyboardEvent} event @param {string} selector */
function move(event, selector) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = by && at >= 0 ? stops[at + by] : undefined;
  if (!next) return;
  next.focus();
  event.preventDefault();
}
