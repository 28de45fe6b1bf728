// @ts-check
/** The panel by keyboard: Esc goes back or covers, the arrows go from row to row, and to the next card. */

/** @typedef {{back: () => void, cover: () => void, turn: (by: number) => void}} Keys */

const ROWS = "main .row, main .plain, main .strong, .found .row, header .dots";

/** @param {() => boolean} deep whether something is open over the panel at rest @param {Keys} keys */
export function onKeys(deep, keys) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return deep() ? keys.back() : keys.cover();
    const field = /** @type {Element} */ (event.target).closest("input, select, textarea");
    if (field || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (step(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      keys.turn(event.key === "ArrowRight" ? 1 : -1);
    } else if (event.key === "Backspace" && deep()) {
      keys.back();
    }
  });
}

/** Focus goes to the row after or before; false where there is none, so that a note scrolls. @param {1 | -1} by */
function step(by) {
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(ROWS))];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = at < 0 ? rows[by > 0 ? 0 : rows.length - 1] : rows[at + by];
  next?.focus();
  return Boolean(next);
}
