// @ts-check
/** Through a picture's marks by keyboard: left and right in a row, Home and End to its ends, up and down between rows.
 * Each row is one stop of Tab; Enter opens what a mark stands for. */

/** @param {KeyboardEvent} event @returns {boolean} whether it was about a mark, and is done with */
export function alongMarks(event) {
  const mark = document.activeElement;
  if (!mark?.classList.contains("mark") || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Enter" || event.key === " ") mark.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  else if (!goTo(nextOf(mark, event.key))) return false;
  event.preventDefault();
  return true;
}

/** @param {Element} mark @param {string} key @returns {Element | null | undefined} */
function nextOf(mark, key) {
  const row = marksOf(mark.closest("svg"));
  const at = row.indexOf(mark);
  if (key === "ArrowRight") return row[at + 1] ?? mark;
  if (key === "ArrowLeft") return row[at - 1] ?? mark;
  if (key === "Home") return row[0];
  if (key === "End") return row.at(-1);
  if (key === "ArrowDown" || key === "ArrowUp") return inRowBeside(mark, key === "ArrowDown" ? 1 : -1);
  return null;
}

/** The mark nearest in time in the next row that has any. @param {Element} mark @param {1 | -1} by */
function inRowBeside(mark, by) {
  const rows = [...document.querySelectorAll("svg.track")].filter((svg) => svg.querySelector(".mark"));
  const beside = rows[rows.indexOf(/** @type {Element} */ (mark.closest("svg"))) + by];
  const from = placeOf(mark);
  const nearest = (/** @type {Element | null} */ best, /** @type {Element} */ each) =>
    best && Math.abs(placeOf(best) - from) <= Math.abs(placeOf(each) - from) ? best : each;
  return beside ? marksOf(beside).reduce(nearest, /** @type {Element | null} */ (null)) : mark;
}

/** @param {Element | null | undefined} next the row's one stop of Tab from now on */
function goTo(next) {
  if (!(next instanceof SVGElement)) return false;
  for (const mark of marksOf(next.closest("svg"))) mark.setAttribute("tabindex", mark === next ? "0" : "-1");
  next.focus();
  return true;
}

/** @param {Element | null} svg */
function marksOf(svg) {
  return [...(svg?.querySelectorAll(".mark") ?? [])];
}

/** @param {Element} mark percent */
function placeOf(mark) {
  return Number.parseFloat(mark.getAttribute("cx") ?? "0");
}
