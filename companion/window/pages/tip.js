// @ts-check
/** The words behind a mark, beside it, while it is pointed at or has the keyboard's focus. It lies over the page, so that
 * nothing moves; Esc takes it away. What it says, the mark's own name says to a screen reader. */
import { nothing, render } from "../../../extension/vendor/lit-html.js";

/** An element that has something to say: its view sets the words. @typedef {Element & {told?: import("../../../extension/vendor/lit-html.js").TemplateResult}} Telling */

const APART = 10;

/** @returns {{check: () => void}} `check`: after each drawing, so that nothing stays of what is gone */
export function tips() {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.ariaHidden = "true";
  tip.hidden = true;
  document.body.append(tip);
  /** @type {Telling | null} */
  let over = null;

  /** @param {Telling | null} target */
  function show(target) {
    over = target;
    tip.hidden = !target;
    render(target?.told ?? nothing, tip);
    if (target) place(tip, target.getBoundingClientRect());
  }

  const tellingAt = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element ? /** @type {Telling | null} */ (target.closest("[data-told]")) : null;
  addEventListener("pointerover", ({ target }) => {
    const found = tellingAt(target);
    const stays = target instanceof Node && tip.contains(target);
    if (found ? found !== over : over && !stays && over !== document.activeElement) show(found);
  });
  addEventListener("focusin", ({ target }) => show(tellingAt(target)));
  addEventListener("focusout", () => show(null));
  addEventListener("scroll", () => over && place(tip, over.getBoundingClientRect()), { capture: true, passive: true });
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !over) return;
      show(null);
      event.stopImmediatePropagation(); // one step back at a time
    },
    { capture: true },
  );
  return { check: () => void (over && !over.isConnected && show(null)) };
}

/** Below the mark where there is room, else above; never over the window's edge.
 * @param {HTMLElement} tip @param {DOMRect} mark */
function place(tip, mark) {
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(APART, Math.min(mark.left + mark.width / 2 - width / 2, innerWidth - width - APART));
  const below = mark.bottom + APART;
  const top = below + height < innerHeight ? below : Math.max(APART, mark.top - height - APART);
  tip.style.left = `${Math.round(left)}px`;
  tip.style.top = `${Math.round(top)}px`;
}
