// @ts-check
/** Draws the state, and finds how much of it fits: nothing at rest scrolls, and it is at most sixty words. */
import { roomFor } from "../settings.js";
import { render } from "../vendor/lit-html.js";
import { today } from "./views/dates.js";
import { viewOf } from "./views/view.js";

const GLANCE = 60;

/** Three rows a list; fewer where the panel would scroll, two where it would be too much to read at a glance, and one
 * card at a time where even one row of each is too much.
 * @param {import("./state.js").State} state @param {import("./views/acts.js").Acts} acts */
export function draw(state, acts) {
  const { settings } = state;
  document.documentElement.style.setProperty("--text", `${settings.text}px`);
  const room = roomFor(settings);
  for (let rows = room.rows; rows > 0; rows -= 1) {
    render(viewOf(state, acts, { rows, single: room.single, today: today() }), document.body);
    if (!document.querySelector("main.rest") || fits(rows)) return;
  }
  if (!room.single) render(viewOf(state, acts, { rows: 1, single: true, today: today() }), document.body);
}

/** @param {number} rows */
function fits(rows) {
  return document.body.scrollHeight <= innerHeight && (rows <= 2 || wordsAtRest() <= GLANCE);
}

/** Words of the resting panel, without what was typed and what it brought up; a figure alone is no word. */
function wordsAtRest() {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("header, main.rest"));
  return [...parts].flatMap((part) => part.innerText.match(/\S*\p{L}\S*/gu) ?? []).length;
}
