// @ts-check
/** Before the session: three questions on one page, thirty seconds to read; the next client by one key. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { longDate } from "../../../../extension/panel/views/dates.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { leads, nothingLeads } from "../../../../extension/panel/views/words.js";
import { wrong } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../state.js").Brief} Brief */
/** @typedef {import("../state.js").Source} Source */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {State} state @param {Acts} acts */
export function briefPage(state, acts) {
  const { reply, id } = state.brief;
  const at = state.listed.findIndex(({ client }) => client.id === id);
  return html`<main class="page brief" data-view="brief">
    <header class="who">
      <h1 tabindex="-1" data-first>${reply ? verbatim(reply.client.name) : "Before the session"} ${reply?.client.invented ? html`<span class="sample">sample</span>` : nothing}</h1>
      <p class="quiet">${reply ? verbatim(whoOf(reply)) : state.busy ? "Opening." : ""}</p>
      <p class="row">
        <button class="plain" aria-keyshortcuts="ArrowLeft" aria-label="The client before" @click=${() => acts.nextBrief(-1)}>←</button>
        <span class="quiet">${at < 0 ? "" : `${at + 1} of ${state.listed.length}`}</span>
        <button class="plain" aria-keyshortcuts="ArrowRight" aria-label="The next client" @click=${() => acts.nextBrief(1)}>→</button>
        <button class="plain" aria-keyshortcuts="Escape" @click=${() => void acts.openClient(id)}>Whole page</button>
      </p>
    </header>
    ${wrong(state.say)} ${reply ? questions(reply, acts) : nothing}
  </main>`;
}

/** @param {Brief} brief */
function whoOf({ client, record_number, last_session, session_count }) {
  const count = session_count === 1 ? "1 session" : `${session_count} sessions`;
  return [record_number, longDate(client.birth_date), client.pronouns, count, last_session && `last ${longDate(last_session)}`].filter(Boolean).join(" · ");
}

/** @param {Brief} brief @param {Acts} acts */
function questions(brief, acts) {
  const { left_off, themes, scores, follow_ups, follow_ups_open, goals, goals_open, notes_waiting } = brief;
  return html`<section class="card"><h2>Where did we leave off?</h2>
      ${left_off.length ? left_off.map((source) => words(source, acts)) : html`<p class="quiet">The last note leaves no plan and no homework.</p>`}
      ${themes.length ? html`<p class="quiet">Last time: ${themes.map(({ label }, at) => html`${at ? ", " : ""}${verbatim(label)}`)}</p>` : nothing}
      ${scores.length ? html`<p class="figures">${scores.map(({ instrument, total, before }) => html`<span>${instrument} <b>${total}</b>${before === null ? nothing : html` <span class="quiet">before: ${before}</span>`}</span>`)}</p>` : nothing}
    </section>
    <section class="card"><h2>What to follow up?</h2>
      ${follow_ups.length ? follow_ups.map(({ source }) => words(source, acts)) : html`<p class="quiet">Nothing ${left_off.length ? "else " : ""}that was set is still open in the notes read.</p>`}
      ${more(follow_ups_open - follow_ups.length, "more set")}
      ${goals.map((goal) => html`<p class="goal">${verbatim(goal.short)} <span class="quiet">goal, ${agoOf(goal.sessions_ago)}</span></p>`)} ${more(goals_open - goals.length, goals_open - goals.length === 1 ? "more open goal" : "more open goals")}
    </section>
    ${risk(brief, acts)} ${notes_waiting ? html`<p class="quiet">${notes_waiting} of the notes are still being read; there may be more.</p>` : nothing}`;
}

/** @param {Brief} brief @param {Acts} acts */
function risk({ safety: line }, acts) {
  const { source, date, denied_on } = line;
  if (!source) return html`<section class="card"><h2>Any risk to hold?</h2><p>${nothingLeads(line)}.</p></section>`;
  const told = [leads(line), longDate(date), denied_on && `denied ${longDate(denied_on)}`];
  return html`<section class="card safety"><h2>Any risk to hold?</h2>${words(source, acts, told.filter(Boolean).join(" · "))}</section>`;
}

/** A quote that leads to its note on the client's page. @param {Source} source @param {Acts} acts @param {string} [beside] */
function words(source, acts, beside = longDate(source.date)) {
  return html`<button class="words" @click=${() => void acts.openAtQuote(source)}><span class="say">${verbatim(source.quote)}</span> <span class="quiet">${beside}</span></button>`;
}

/** @param {number} count @param {string} of */
function more(count, of) {
  return count > 0 ? html`<p class="quiet">${count} ${of}</p>` : nothing;
}

/** @param {number | null} ago sessions */
function agoOf(ago) {
  if (ago === null) return "not touched yet";
  return ago === 0 ? "touched last time" : `touched ${ago} ${ago === 1 ? "session" : "sessions"} ago`;
}
