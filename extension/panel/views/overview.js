// @ts-check
/** The resting panel. Every row's words are a theme's label or the therapist's own; every row goes one key deeper. */
import { html, nothing } from "../../vendor/lit-html.js";
import { shortDate } from "./dates.js";
import { bars, line } from "./marks.js";
import { verbatim } from "./verbatim.js";
import { leads, nothingLeads } from "./words.js";

/** @typedef {import("../state.js").OverviewReply} OverviewReply */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("./acts.js").Room} Room */
/** @typedef {{title: string, card: unknown}} Card */

/** A goal that has not been touched for so many sessions is marked. */
const STALE = 4;

/** Names a row's source for finding the way back to it; holds no word of a note. @param {Source} source */
export function rowKey(source) {
  return `${source.note_id}:${source.start}:${source.end}`;
}

/** @param {import("../state.js").State} state @param {OverviewReply} overview @param {Acts} acts @param {Room} room */
export function overviewOf(state, overview, acts, room) {
  const { share } = state.settings;
  const view = overview.notes_waiting ? "reading" : "overview";
  if (share) return html`<main class="rest" data-view="share">${goalsOf(overview, acts, room, true)} ${scoresOf(overview, acts, true)}</main>`;
  if (overview.intake && !state.more) return intakeOf(overview, acts, room);
  const first = { title: "Safety", card: safety(overview, acts, room) };
  const others = cardsOf(overview, acts, room);
  const cards = room.alone ? [first, ...others] : others;
  const at = state.card % cards.length;
  return html`<main class="rest" data-view=${view}>
    ${room.alone ? nothing : first.card} ${room.single ? cards[at]?.card : cards.map(({ card }) => card)}
    ${room.single && cards.length > 1 ? turning(at, cards, acts) : nothing}
  </main>`;
}

/** Rosen et al. 2016: a computer at intake costs alliance, so the panel waits until it is asked.
 * @param {OverviewReply} overview @param {Acts} acts @param {Room} room */
function intakeOf(overview, acts, room) {
  return html`<main class="rest" data-view="intake">
    ${safety(overview, acts, room)}
    <p class="why">At intake the screen stays quiet: looking at it then costs trust.</p>
    <button class="plain" @click=${acts.askForMore}>Show the notes</button>
  </main>`;
}

/** The parts of the panel that hold something, in their order. @param {OverviewReply} overview @param {Acts} acts
 * @param {Room} room @returns {Card[]} */
function cardsOf(overview, acts, room) {
  const { last_time, themes, scores } = overview;
  const left = section("Last time", shortDate(last_time[0]?.date ?? null, room.today), last_time.slice(0, 2), (source) =>
    row(source, () => acts.open(source), html`<span class="say">${verbatim(source.quote)}</span>`),
  );
  const recurring = section("Themes", "", themes.slice(0, room.rows), (theme) =>
    row(theme.latest, () => acts.deeper({ kind: "theme", key: theme.key, reply: null, say: "" }), themeWords(theme, overview.session_count)),
  );
  return [
    ...(last_time.length ? [{ title: "Last time", card: left }] : []),
    { title: "Goals", card: goalsOf(overview, acts, room, false) },
    ...(themes.length ? [{ title: "Themes", card: recurring }] : []),
    ...(scores.length ? [{ title: "Scores", card: scoresOf(overview, acts, false) }] : []),
  ];
}

/** One card at a time: which one this is, and the way to the next. @param {number} at @param {Card[]} cards @param {Acts} acts */
function turning(at, cards, acts) {
  const next = (at + 1) % cards.length;
  return html`<button class="plain turn" @click=${() => acts.card(next)}>${cards[next]?.title} ›</button>`;
}

/** @param {OverviewReply} overview @param {Acts} acts @param {Room} room @param {boolean} share */
function goalsOf({ goals, goals_open }, acts, room, share) {
  return section("Goals", goals.length ? `${goals_open} open` : "none open", goals.slice(0, room.rows), (goal) => {
    const deeper = () => acts.deeper({ kind: "goal", key: goal.key, reply: null, say: "" });
    return share ? still(goalWords(goal)) : row(goal.source, deeper, goalWords(goal));
  });
}

/** @param {OverviewReply} overview @param {Acts} acts @param {boolean} share */
function scoresOf({ scores }, acts, share) {
  if (!scores.length) return nothing;
  const shown = scores.slice(0, 2).map((score) => (share ? still(scoreWords(score)) : row(score.source, () => acts.open(score.source), scoreWords(score))));
  return html`<section class="scores" aria-label="Scores">${shown}</section>`;
}

/**
 * @template T
 * @param {string} title @param {string} beside @param {readonly T[]} items
 * @param {(item: T) => import("../../vendor/lit-html.js").TemplateResult} draw
 */
function section(title, beside, items, draw) {
  return html`<section aria-label=${title}>
    <h2>${title} <span>${beside}</span></h2>
    ${items.length ? html`<ol role="list">${items.map((item) => html`<li>${draw(item)}</li>`)}</ol>` : nothing}
  </section>`;
}

/** @param {Source | null} source null for what no note says: a goal that the therapist added
 * @param {() => void} press @param {unknown} words */
export function row(source, press, words) {
  return html`<button class="row" data-row=${source ? rowKey(source) : nothing} @click=${press}>${words}</button>`;
}

/** A row that somebody else may see: nothing behind it. @param {unknown} words */
function still(words) {
  return html`<div class="row still">${words}</div>`;
}

/** @param {OverviewReply["goals"][number]} goal */
export function goalWords(goal) {
  const ago = goal.sessions_ago;
  const since = ago === null ? "not yet" : ago === 0 ? "last time" : `${ago} ago`;
  const stale = ago !== null && ago >= STALE;
  return html`<span class="say">${verbatim(goal.short)}</span>
    <span class=${stale ? "since stale" : "since"}>${since}</span>`;
}

/** @param {OverviewReply["themes"][number]} theme @param {number} sessions */
export function themeWords(theme, sessions) {
  const told = `${theme.trend}, ${theme.session_count} of ${sessions} sessions`;
  return html`<span class="say">${verbatim(theme.label)}</span>
    <span class="shape"><span class="since">${theme.session_count}</span>${bars(theme.shape, told)}</span>`;
}

/** @param {OverviewReply} overview @param {Acts} acts @param {Room} room */
function safety({ safety: line }, acts, room) {
  const { source, date, denied_on } = line;
  if (!source) return html`<section class="safety none" aria-label="Safety"><p>${nothingLeads(line)}</p></section>`;
  const words = html`<b>${leads(line)}</b>
    <time datetime=${date ?? nothing}>${shortDate(date, room.today)}</time>
    <span class="say">${verbatim(source.quote)}</span>
    ${denied_on ? html`<span class="denied">denied ${shortDate(denied_on, room.today)}</span>` : nothing}`;
  return html`<section class="safety" aria-label="Safety">
    ${row(source, () => acts.open(source), words)}
  </section>`;
}

/** @param {OverviewReply["scores"][number]} score */
function scoreWords(score) {
  const totals = score.points.map((point) => point.total);
  const told = totals.slice(-5).join(", then ");
  return html`<span>${score.instrument}</span> <b>${totals.at(-1)}</b>${line(totals, told)}`;
}
