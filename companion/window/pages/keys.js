// @ts-check
/** The keyboard: every page by one key, results by the arrows, Esc one step back. */

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./window.js").Acts} Acts */

const PAGES = /** @type {const} */ ({ 1: "search", 2: "bring_in", 3: "browsers" });

/** @param {() => State} now @param {Acts} acts */
export function onKeys(now, acts) {
  addEventListener("keydown", (event) => {
    const open = ["search", "bring_in", "browsers"].includes(now().page);
    if (open && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) withControl(event, acts);
    else if (open && now().page === "search") inSearch(event, now(), acts);
  });
}

/** @param {KeyboardEvent} event @param {Acts} acts */
function withControl(event, acts) {
  const page = PAGES[/** @type {keyof typeof PAGES} */ (Number(event.key))];
  if (page === "browsers") void acts.showBrowsers();
  else if (page) acts.show(page);
  else if (event.key === "k") acts.show("search");
  else if (event.key === "l") void acts.lock();
  else return;
  event.preventDefault();
}

/** @param {KeyboardEvent} event @param {State} state @param {Acts} acts */
function inSearch(event, { search }, acts) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) move(by, event);
  if (event.key !== "Escape") return;
  const back = document.querySelector(search.opened ? "[data-was-open]" : "[data-first]");
  if (search.opened) acts.close();
  else acts.type("");
  if (back instanceof HTMLElement) back.focus();
}

/** From the field to the first result, from one to the next, and back up. @param {number} by @param {KeyboardEvent} event */
function move(by, event) {
  if (document.activeElement?.closest(".note")) return;
  const stops = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-first], .hit")]);
  const at = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = stops[at + by];
  if (at < 0 || !next) return;
  next.focus();
  event.preventDefault();
}
