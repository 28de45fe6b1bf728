// @ts-check
/** The way back by keyboard: which row each level was opened from, so that closing it gives the focus back. */

/** See the file's head. */
export class Trail {
  /** The rows' keys, outermost first; "" where a level was opened from something that is no row. @type {string[]} */
  #rows = [];

  /** Before the panel is drawn with so many levels. @param {number} before @param {number} now */
  leaves(before, now) {
    if (now > before) this.#rows.push(document.activeElement?.getAttribute("data-row") ?? "");
  }

  /** After it was drawn: to the quote in its note, to the row it was opened from, or to the way back.
   * @param {number} before @param {number} now */
  arrives(before, now) {
    const from = now < before ? this.#rows[now] : undefined;
    this.#rows.length = Math.min(this.#rows.length, now);
    document.querySelector("mark")?.scrollIntoView({ block: "center" });
    const row = from ? `[data-row="${CSS.escape(from)}"]` : null;
    const target = (row && document.querySelector(row)) ?? document.querySelector(now ? ".back" : ".row, .dots");
    if (now !== before) /** @type {HTMLElement | null} */ (target)?.focus();
  }
}
