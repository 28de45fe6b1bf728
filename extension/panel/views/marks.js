// @ts-check
/** The small pictures: a theme's eight bars, a score's line, three dots. */
import { html, svg } from "../../vendor/lit-html.js";

const STEP = 8;
const TALL = 18;

/** Eight spans of sessions, oldest first; the tallest fills the height, an empty one is a faint foot.
 * @param {readonly number[]} shape @param {string} label */
export function bars(shape, label) {
  const most = Math.max(3, ...shape);
  const bar = (/** @type {number} */ count, /** @type {number} */ at) => {
    const height = count ? 3 + Math.round((count / most) * (TALL - 3)) : 2;
    return svg`<rect class=${count ? "" : "none"} x=${at * STEP} y=${TALL - height} width="5" height=${height} rx="1.5" />`;
  };
  const wide = shape.length * STEP - 3;
  return html`<svg class="bars" width=${wide} height=${TALL} viewBox="0 0 ${wide} ${TALL}" preserveAspectRatio="none" role="img" aria-label=${label}>
    ${shape.map(bar)}
  </svg>`;
}

/** The last totals, oldest first. @param {readonly number[]} totals @param {string} label */
export function line(totals, label) {
  const last = totals.slice(-5);
  const low = Math.min(...last);
  const span = Math.max(...last) - low || 1;
  const points = last.map((total, at) => {
    const x = last.length > 1 ? 3 + (at * 38) / (last.length - 1) : 41;
    return [x, 17 - ((total - low) / span) * 14];
  });
  const [x, y] = points.at(-1) ?? [41, 10];
  return html`<svg class="line" width="44" height="20" role="img" aria-label=${label}>
    <polyline points=${points.map((point) => point.join(",")).join(" ")} />
    <circle cx=${x} cy=${y} r="2.5" />
  </svg>`;
}

export function dots() {
  return html`<svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
    <circle cx="3" cy="9" r="1.7" /><circle cx="9" cy="9" r="1.7" /><circle cx="15" cy="9" r="1.7" />
  </svg>`;
}
