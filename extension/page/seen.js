// @ts-check
/**
 * Runs in the EHR's page: what a person at the screen can see of an element, and which element a place means. Of several
 * charts that are open at once in a page only the one in front counts, however the others are put away.
 */
(() => {
  if (globalThis.eyelineSeen) return;
  const OPAQUE = 0.9;
  const LONGEST = 300;

  /** Told by its shape: a frame's shadow roots are not of this window's class.
   * @param {Element} element @returns {ShadowRoot | null} */
  function shadowAround(element) {
    const root = element.getRootNode();
    return "host" in root ? /** @type {ShadowRoot} */ (root) : null;
  }

  /** The element or shadow host or frame around it. @param {Element} element @returns {Element | null} */
  function around(element) {
    return element.parentElement ?? shadowAround(element)?.host ?? frameOf(element);
  }

  /** @param {Element} element @returns {Element | null} */
  function frameOf(element) {
    try {
      return element.ownerDocument.defaultView?.frameElement ?? null;
    } catch {
      return null; // a frame of another origin
    }
  }

  /** The element in front at a point of this document, through shadow roots.
   * @param {Document | ShadowRoot} root @param {number} x @param {number} y @returns {Element | null} */
  function deepest(root, x, y) {
    let found = root.elementFromPoint(x, y);
    for (let inner = found && eyelineShadow(found); found && inner; inner = eyelineShadow(found)) {
      const next = inner.elementFromPoint(x, y);
      if (!next || next === found) break;
      found = next;
    }
    return found;
  }

  /** @param {Element} element @returns {Element[]} it and all around it in its document */
  function chain(element) {
    const all = [element];
    for (let up = around(element); up && up.ownerDocument === element.ownerDocument; up = around(up)) all.push(up);
    return all;
  }

  /** Whether it hides what is behind it. @param {Element} element */
  function solid(element) {
    if (/^(IMG|CANVAS|VIDEO|IFRAME|INPUT|TEXTAREA)$/.test(element.tagName)) return true;
    const style = getComputedStyle(element);
    const alpha = /rgba\([^)]*?([\d.]+)\)$/.exec(style.backgroundColor)?.[1];
    const colour = style.backgroundColor.startsWith("rgb(") || Number(alpha ?? 0) >= OPAQUE;
    return (colour || style.backgroundImage !== "none") && Number(style.opacity) >= OPAQUE;
  }

  /** A bar that stays while the page scrolls puts no chart away; a sheet over half of the window does.
   * @param {Element} element */
  function bar(element) {
    if (!/^(fixed|sticky)$/.test(getComputedStyle(element).position)) return false;
    const box = element.getBoundingClientRect();
    const view = element.ownerDocument.documentElement;
    return box.width * box.height < (view.clientWidth * view.clientHeight) / 2;
  }

  /** Whether something solid lies over it at a point. @param {Element} element @param {number} x @param {number} y */
  function coveredAt(element, x, y) {
    const top = deepest(element.ownerDocument, x, y);
    if (!top) return false;
    const below = chain(element);
    const over = chain(top);
    if (over.includes(element)) return false;
    const shared = over.findIndex((one) => below.includes(one));
    const apart = over.slice(0, shared < 0 ? over.length : shared);
    return apart.some(solid) && !apart.some(bar);
  }

  /** Whether something solid lies over all of it that is in the window. @param {Element} element @param {Part} part */
  function covered(element, { left, right, top, bottom }) {
    const view = element.ownerDocument.documentElement;
    const xs = [0.1, 0.5, 0.9].map((share) => left + (right - left) * share);
    const ys = [0.25, 0.75].map((share) => top + (bottom - top) * share);
    const inside = xs
      .flatMap((x) => ys.map((y) => ({ x, y })))
      .filter(({ x, y }) => x >= 0 && y >= 0 && x < view.clientWidth && y < view.clientHeight);
    return inside.length > 0 && inside.every(({ x, y }) => coveredAt(element, x, y));
  }

  /** @typedef {{left: number, right: number, top: number, bottom: number}} Part of an element's box */

  /** What is left of its box in the boxes around it that cut what overflows: null where it was pushed out, at a side or
   * from a box that cannot be scrolled; "scrolled" where it is only out of view. @param {Element} element
   * @returns {Part | "scrolled" | null} */
  function cut(element) {
    const view = element.ownerDocument.documentElement;
    let { left, right, top, bottom } = element.getBoundingClientRect();
    if (right <= 0 || left >= Math.max(view.clientWidth, view.scrollWidth)) return null;
    for (const one of chain(element).slice(1, -2)) {
      const { overflowX, overflowY } = getComputedStyle(one);
      const frame = one.getBoundingClientRect();
      if (overflowX !== "visible") [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      if (overflowY !== "visible") [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
      if (left >= right) return null;
      if (top >= bottom) return /^(auto|scroll)$/.test(overflowY) ? "scrolled" : null;
    }
    return { left, right, top, bottom };
  }

  /** @param {Element} element @returns {boolean} */
  function shown(element) {
    if (!element.isConnected) return false;
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return false;
    const part = cut(element);
    if (part === null || (part !== "scrolled" && covered(element, part))) return false;
    const frame = frameOf(element);
    return frame === null || shown(frame);
  }

  /** What stands there, as the page has it, in one line. @param {Element} element @returns {string} */
  function textOf(element) {
    const list = element.tagName === "SELECT" ? /** @type {HTMLSelectElement} */ (element) : null;
    const chosen = list?.selectedOptions[0]?.textContent;
    const field = /^(INPUT|TEXTAREA)$/.test(element.tagName) ? /** @type {HTMLInputElement} */ (element) : null;
    const typed = field && field.type !== "password" ? field.value : null;
    const written = /** @type {HTMLElement} */ (element).innerText ?? element.textContent ?? "";
    const said = chosen ?? typed ?? element.getAttribute("datetime") ?? written;
    return said.replace(/\s+/g, " ").trim().slice(0, LONGEST);
  }

  /** What one selector finds in each root. @param {readonly (Document | ShadowRoot)[]} roots @param {string} selector */
  function within(roots, selector) {
    try {
      return roots.flatMap((root) => [...root.querySelectorAll(selector)]);
    } catch {
      return [];
    }
  }

  /** The shadow root or the document inside an element. @param {Element} element
   * @returns {(Document | ShadowRoot)[]} */
  function inside(element) {
    const shadow = eyelineShadow(element);
    if (shadow) return [shadow];
    const frame = /** @type {{contentDocument?: Document | null}} */ (element).contentDocument;
    return frame ? [frame] : [];
  }

  /** The documents and shadow roots that a way leads through, those of each of its steps.
   * @param {readonly string[]} way @returns {(Document | ShadowRoot)[][]} */
  function roots(way) {
    /** @type {(Document | ShadowRoot)[][]} */
    const steps = [[document]];
    for (const selector of way.slice(0, -1)) steps.push(within(steps.at(-1) ?? [], selector).flatMap(inside));
    return steps;
  }

  /** The one element in sight that a way leads to, or null. @param {readonly string[]} way @returns {Element | null} */
  function atEnd(way) {
    const found = within(roots(way).at(-1) ?? [], way.at(-1) ?? "").filter(shown);
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  /** The element on which two ways agree (or that the only way leads to), or null: the page is not as it was taught.
   * @param {readonly (readonly string[])[]} ways @returns {Element | null} */
  function find(ways) {
    const ends = ways.map(atEnd).filter((end) => end !== null);
    return ends.find((end) => ends.filter((other) => other === end).length >= Math.min(2, ways.length)) ?? null;
  }

  globalThis.eyelineSeen = { shadowAround, frameOf, deepest, shown, textOf, roots, find };
})();
