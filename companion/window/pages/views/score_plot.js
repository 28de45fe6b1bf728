// @ts-check
/** Scores over time, over the severity bands that were published for the measure, with where. Not a diagnosis: a band
 * says something of a total, and the names are those of the publication. */
import { html, nothing, svg } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { placeOf } from "../timeline.js";
import { axis, tipOf } from "./chart.js";
import { openNote } from "./quote.js";

/** @typedef {import("../state.js").ClientPage} ClientPage */
/** @typedef {ClientPage["scores"][number]} ScorePlot */
/** @typedef {import("../timeline.js").Span} Span */
/** @typedef {import("../window.js").Acts} Acts */

const TALL = 112;
const HEAD = 18;
/** Points beyond which only the ends and the extremes carry their figure. */
const FIGURES = 14;

/** @param {ClientPage} page @param {Span | null} span @param {Acts} acts */
export function scoresCard({ scores }, span, acts) {
  if (!scores.length || !span) return nothing;
  const once = scores.filter(({ marks }) => marks.length === 1);
  const given = html`<section class="card" aria-labelledby="once"><h2 id="once">Scores given once</h2>
    <ul class="list rows">${once.map((plot) => html`<li>${only(plot, acts)}</li>`)}</ul></section>`;
  return [...scores.filter(({ marks }) => marks.length > 1).map((plot) => card(plot, span, acts)), once.length ? given : nothing];
}

/** @param {ScorePlot} plot @param {Acts} acts */
function only({ instrument, low, high, bands, bands_source, marks }, acts) {
  const [mark] = marks;
  if (!mark) return nothing;
  const band = bands.find((one) => one.low <= mark.total && mark.total <= one.high);
  const told = [`${low} to ${high}`, band && `${band.name} (${bands_source})`, longDate(mark.date)].filter(Boolean).join(", ");
  return html`<button class="words" @click=${() => openNote(mark.source, acts)}><span>${instrument} <b>${mark.total}</b></span> <span class="quiet">${told}</span></button>`;
}

/** @param {ScorePlot} plot @param {Span} span @param {Acts} acts */
function card(plot, span, acts) {
  return html`<section class="card chart score" aria-label=${plot.instrument}>
    <h2>${plot.instrument} <span class="quiet">${plot.low} to ${plot.high}</span></h2>
    <div class="line">
      <span class="label last"><b>${plot.marks.at(-1)?.total}</b> <span class="quiet">${longDate(plot.marks.at(-1)?.date ?? null)}</span></span>
      ${picture(plot, span, acts)} ${bandNames(plot)}
    </div>
    ${axis(span)}
    <p class="quiet source">${plot.bands.length ? `Bands: ${plot.bands_source}` : "No bands are known for this measure that were published for everybody."}</p>
  </section>`;
}

/** @param {number} total @param {ScorePlot} plot pixels from above */
function heightOf(total, { low, high }) {
  return HEAD + (1 - (total - low) / (high - low || 1)) * (TALL - HEAD);
}

/** @param {ScorePlot} plot @param {Span} span @param {Acts} acts */
function picture(plot, span, acts) {
  const points = plot.marks.map((mark) => ({ ...mark, x: placeOf(mark.date, span), y: Math.round(heightOf(mark.total, plot)) }));
  const lines = points.slice(1).map((to, at) => {
    const from = points[at] ?? to;
    return svg`<line class="curve" x1="${from.x}%" x2="${to.x}%" y1=${from.y} y2=${to.y} />`;
  });
  const shade = plot.bands.map((band, at) => {
    const [top, foot] = edges(band, plot);
    return svg`<rect class="band" data-band=${shadeOf(at, plot.bands.length)} width="100%" y=${top} height=${foot - top} />`;
  });
  const totals = points.map(({ total }) => total);
  const figured = (/** @type {number} */ at) => points.length <= FIGURES || at === 0 || at === points.length - 1 || extreme(totals, at);
  return html`<svg class="track" height=${TALL} role="group" aria-label="${plot.instrument} over time">
    ${shade} ${plot.bands.length ? nothing : svg`<rect class="band" data-band="0" width="100%" y=${HEAD} height=${TALL - HEAD} />`} ${lines}
    ${points.map((point, at) => svg`${figured(at) ? svg`<text x="${point.x}%" y=${point.y - 9}>${point.total}</text>` : nothing}${mark(point, at === points.length - 1, acts)}`)}
  </svg>`;
}

/** @param {ScorePlot["marks"][number] & {x: number, y: number}} point @param {boolean} stop @param {Acts} acts */
function mark({ date, total, source, x, y }, stop, acts) {
  const when = `${longDate(date)}, ${total}`;
  return svg`<circle class="mark" role="button" tabindex=${stop ? 0 : -1} aria-label="${when}: ${source.quote}" data-told .told=${tipOf(when, [source])}
    cx="${x}%" cy=${y} r="4" @click=${() => openNote(source, acts)} />`;
}

/** Bands meet half-way between the totals they end at. @param {ScorePlot["bands"][number]} band @param {ScorePlot} plot
 * @returns {[top: number, foot: number]} */
function edges({ low, high }, plot) {
  const top = high === plot.high ? HEAD : heightOf(high + 0.5, plot);
  return [top, low === plot.low ? TALL : heightOf(low - 0.5, plot)];
}

/** The names, beside the middle of their bands. @param {ScorePlot} plot */
function bandNames(plot) {
  return html`<svg class="names" height=${TALL} aria-hidden="true">${plot.bands.map((band) => {
    const [top, foot] = edges(band, plot);
    return svg`<text x="0" y=${(top + foot) / 2 + 4}>${band.name}</text>`;
  })}</svg>`;
}

/** From the lightest (0) to the strongest (4). @param {number} at @param {number} count */
function shadeOf(at, count) {
  return Math.round((at / Math.max(count - 1, 1)) * 4);
}

/** Whether it is the first highest or the first lowest of all. @param {number[]} totals @param {number} at */
function extreme(totals, at) {
  return at === totals.indexOf(Math.max(...totals)) || at === totals.indexOf(Math.min(...totals));
}
