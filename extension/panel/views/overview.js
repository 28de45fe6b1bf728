// @ts-check
/** The resting panel. Every row's words are a theme's label or the therapist's own; every row opens its note. */
import { html, nothing } from "../../vendor/lit-html.js";
import { ago, shortDate } from "./dates.js";
import { bars, line } from "./marks.js";
import { sample } from "./which_client.js";

/** @typedef {import("../state.js").OverviewReply} OverviewReply */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("./acts.js").Room} Room */

/** A goal that has not been touched for so many sessions is marked. */
const STALE = 4;

/** Names a row's source for finding the way back to it; holds no word of a note. @param {Source} source */
export function rowKey(source) {
  return `${source.note_id}:${source.start}:${source.end}`;
}

/** @param {OverviewReply} overview @param {Room} room */
export function who({ client, last_session, notes_waiting }, room) {
  return html`<header class="who">
    <h1><b>${client.initials}</b> <span>${client.record_tail}</span></h1>
    ${client.pronouns ? html`<span class="pronouns">${client.pronouns}</span>` : nothing}
    ${client.invented ? sample() : nothing}
    ${notes_waiting
      ? html`<span class="when">indexing ${notes_waiting}</span>`
      : html`<span class="when">${ago(last_session, room.today)}</span>`}
  </header>`;
}

/** @param {OverviewReply} overview @param {Acts} acts @param {Room} room */
export function overviewOf(overview, acts, room) {
  const { goals, goals_open, last_time, scores, themes } = overview;
  return html`<main class="rest" data-view=${overview.notes_waiting ? "reading" : "overview"}>
    ${safety(overview, acts, room)}
    ${section("Last time", shortDate(last_time[0]?.date ?? null, room.today), last_time.slice(0, 2), (source) =>
      row(source, acts, html`<span class="say">${source.quote}</span>`),
    )}
    ${section("Goals", goals.length ? `${goals_open} open` : "none open", goals.slice(0, room.rows), (goal) =>
      row(goal.source, acts, goalWords(goal)),
    )}
    ${section("Themes", "", themes.slice(0, room.rows), (theme) =>
      row(theme.latest, acts, themeWords(theme, overview.session_count)),
    )}
    ${scores.length
      ? html`<section class="scores" aria-label="Scores">${scores.slice(0, 2).map((score) => scoreOf(score, acts))}</section>`
      : nothing}
  </main>`;
}

/**
 * @template T
 * @param {string} title @param {string} beside @param {readonly T[]} items
 * @param {(item: T) => import("../../vendor/lit-html.js").TemplateResult} draw
 */
function section(title, beside, items, draw) {
  if (!items.length && title !== "Goals") return nothing;
  return html`<section aria-label=${title}>
    <h2>${title} <span>${beside}</span></h2>
    ${items.length ? html`<ol role="list">${items.map((item) => html`<li>${draw(item)}</li>`)}</ol>` : nothing}
  </section>`;
}

/** @param {Source} source @param {Acts} acts @param {unknown} words */
export function row(source, acts, words) {
  return html`<button class="row" data-row=${rowKey(source)} @click=${() => acts.open(source)}>${words}</button>`;
}

/** @param {OverviewReply["goals"][number]} goal */
function goalWords(goal) {
  const ago = goal.sessions_ago;
  const since = ago === null ? "not yet" : ago === 0 ? "last time" : `${ago} ago`;
  const stale = ago !== null && ago >= STALE;
  return html`<span class="say">${goal.short}</span>
    <span class=${stale ? "since stale" : "since"}>${since}</span>`;
}

/** @param {OverviewReply["themes"][number]} theme @param {number} sessions */
function themeWords(theme, sessions) {
  const told = `${theme.trend}, ${theme.session_count} of ${sessions} sessions`;
  return html`<span class="say">${theme.label}</span>
    <span class="shape"><span class="since">${theme.session_count}</span>${bars(theme.shape, told)}</span>`;
}

/** @param {OverviewReply} overview @param {Acts} acts @param {Room} room */
function safety({ safety: { source, label, assertion, date, denied_on, set_aside, notes_read } }, acts, room) {
  const notes = `${notes_read} ${notes_read === 1 ? "note" : "notes"} read`;
  if (!source) {
    const said = set_aside ? `Nothing current in ${notes}; ${set_aside} denied, older or about others` : `No risk words in ${notes}`;
    return html`<section class="safety none" aria-label="Safety"><p>${said}</p></section>`;
  }
  const words = html`<b>${assertion === "present" ? label : `${label}, ${assertion}`}</b>
    <time datetime=${date ?? nothing}>${shortDate(date, room.today)}</time>
    <span class="say">${source.quote}</span>
    ${denied_on ? html`<span class="denied">denied ${shortDate(denied_on, room.today)}</span>` : nothing}`;
  return html`<section class="safety" aria-label="Safety">
    ${row(source, acts, words)}
  </section>`;
}

/** @param {OverviewReply["scores"][number]} score @param {Acts} acts */
function scoreOf(score, acts) {
  const totals = score.points.map((point) => point.total);
  const told = totals.slice(-5).join(", then ");
  return row(score.source, acts, html`<span>${score.instrument}</span> <b>${totals.at(-1)}</b>${line(totals, told)}`);
}
