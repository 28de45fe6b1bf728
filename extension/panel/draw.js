// @ts-check
/** Draws the state, and finds how much of it fits: nothing at rest scrolls, and it is at most sixty words. */
import { roomFor } from "../settings.js";
import { render } from "../vendor/lit-html.js";
import { today } from "./views/dates.js";
import { viewOf } from "./views/view.js";

const GLANCE = 60;

/** Three rows a list; less room for echoes and then fewer rows where the panel would scroll or be too much to read at a
 * glance; one card at a time where one row of each is too much, and the safety line a card of its own
 * where even that is.
 * @param {import("./state.js").State} state @param {import("./views/acts.js").Acts} acts
 * @param {string} [day] today */
export function draw(state, acts, day = today()) {
  const { settings } = state;
  const root = document.documentElement;
  root.style.setProperty("--text", `${settings.text}px`);
  root.toggleAttribute("data-large", settings.text >= 20);
  const { rows, single } = roomFor(settings);
  const fewer = Array.from({ length: rows }, (_, less) => rows - less);
  const sizes = fewer.flatMap((most) => [false, true].map((tight) => ({ rows: most, tight })));
  const rooms = [
    ...(single ? [] : sizes.map((size) => ({ ...size, single: false, alone: false }))),
    ...sizes.map((size) => ({ ...size, single: true, alone: false })),
    ...sizes.map((size) => ({ ...size, single: true, alone: true })),
  ];
  for (const room of rooms) {
    root.toggleAttribute("data-tight", room.tight);
    render(viewOf(state, acts, { ...room, today: day }), document.body);
    if (!document.querySelector("main.rest") || fits()) return;
  }
}

function fits() {
  return document.body.scrollHeight <= innerHeight && wordsAtRest() <= GLANCE;
}

/** Words of the resting panel, without what was typed and what it brought up; a figure alone is no word. */
function wordsAtRest() {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("header, main.rest"));
  return [...parts].flatMap((part) => part.innerText.match(/\S*\p{L}\S*/gu) ?? []).length;
}
