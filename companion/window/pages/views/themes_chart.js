// @ts-check
/** Themes over sessions, as one picture: time across, a row for each theme, marks the larger the more was said. */
import { html, nothing, svg } from "../../../../extension/vendor/lit-html.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { columnsOf } from "../timeline.js";
import { axis, daysOf, ends, tipOf } from "./chart.js";
import { openNote } from "./quote.js";

/** @typedef {import("../state.js").ClientPage} ClientPage */
/** @typedef {import("../timeline.js").Column} Column */
/** @typedef {import("../window.js").Acts} Acts */

/** Pixels: the radius of what was said once, and how much the most said adds. */
const SMALLEST = 3.6;
const GROWS = 4.6;

/** @param {ClientPage} page @param {import("../timeline.js").Span | null} span @param {Acts} acts */
export function themesCard({ themes, themes_hidden, sessions }, span, acts) {
  const rows = span ? themes.map((theme) => ({ theme, columns: columnsOf(theme.marks, span) })) : [];
  const most = Math.max(1, ...rows.flatMap(({ columns }) => columns.map(({ count }) => count)));
  return html`<section class="card chart themes" aria-labelledby="themes">
    <h2 id="themes">Themes</h2>
    ${rows.length ? html`<ol class="lines">${rows.map(({ theme, columns }) => html`<li class="line">${row(theme, columns, most, sessions.length, acts)}</li>`)}</ol>` : html`<p class="quiet">No theme keeps returning in the notes read.</p>`}
    ${rows.length && span ? axis(span) : nothing}
    ${themes_hidden.length ? html`<details><summary>${themes_hidden.length} hidden</summary><p class="row">${themes_hidden.map((theme) => html`<button class="plain" @click=${() => open(theme.key, acts)}>${verbatim(theme.label)}</button>`)}</p></details>` : nothing}
  </section>`;
}

/** @param {ClientPage["themes"][number]} theme @param {Column[]} columns @param {number} most @param {number} sessions @param {Acts} acts */
function row(theme, columns, most, sessions, acts) {
  const told = `${theme.trend}, ${theme.session_count} of ${sessions} sessions`;
  return html`<button class="label" data-told .told=${tipOf(`First and last of ${theme.session_count} sessions`, ends(theme.first, theme.latest))}
      @click=${() => open(theme.key, acts)}>${theme.pinned ? html`<span class="pin" aria-label="kept first">▪</span> ` : nothing}${verbatim(theme.label)}</button>
    <svg class="track" height="28" role="group" aria-label="${theme.label}: ${told}">
      <line x1="0" x2="100%" y1="14" y2="14" />
      ${columns.map((column, at) => mark(column, at === columns.length - 1, most, acts))}
    </svg>
    <span class="trend" title=${told}>${theme.trend}</span>`;
}

/** @param {Column} column @param {boolean} stop @param {number} most @param {Acts} acts */
function mark({ at, from, to, count, first, last }, stop, most, acts) {
  const times = count === 1 ? "once" : `${count} times`;
  const quotes = ends(first, last);
  const when = `${daysOf(from, to)}, ${times}`;
  const size = SMALLEST + GROWS * Math.sqrt((count - 1) / Math.max(most - 1, 1));
  return svg`<circle class="mark" role="button" tabindex=${stop ? 0 : -1} aria-label="${when}: ${quotes.map(({ quote }) => quote).join(" … ")}" data-told
    .told=${tipOf(when, quotes)} cx="${at}%" cy="14" r=${size.toFixed(1)} @click=${() => openNote(last, acts)} />`;
}

/** @param {string} key @param {Acts} acts */
function open(key, acts) {
  void acts.deeper({ kind: "theme", key, reply: null, say: "" });
}
