import assert from "node:assert/strict";
import test from "node:test";
import { clientShown } from "../../extension/panel/charts.js";
import { START, next, topLevel } from "../../extension/panel/state.js";

const source = { note_id: "n1", note_name: "n", note_kind: "progress", date: null, start: 0, end: 3, quote: "abc" };
const reading = { identity: { site: "s" }, banner: "b", contradicts: false, where: "/", about: "", document: 1 };
const overview = (id, notes_hidden = 0) => ({
  state: "overview",
  scope: `scope-${id}`,
  overview: { client: { id }, safety: { notes_hidden } },
});
const all = (state, ...events) => events.reduce(next, state);
const UP = next(START, { type: "link", link: "up" });
const answer = (state, id, extra = {}) => ({
  type: "chart_answered",
  generation: state.generation,
  reading,
  client: id,
  reply: overview(id),
  ...extra,
});
const C1 = next(UP, answer(UP, "c1"));
const SITE = { origin: "https://ehr.test", name: "ehr.test" };
const NOTE = { kind: "note", source, reply: null, say: "" };
const THEME = { kind: "theme", key: "k", reply: null, say: "" };
const SETTINGS = { kind: "settings" };
const opened = (level) => ({ type: "level_opened", level });
const undo = { about: "theme", key: "k", what: "pin", value: null, say: "Pinned." };
const decidedFor = (state, id, more = {}) => ({
  type: "decided",
  generation: state.generation,
  client: id,
  overview: { client: { id }, goals: ["new"], safety: { notes_hidden: 0 } },
  undo,
  ...more,
});
const TEACHING = { origin: SITE.origin, name: SITE.name, order: "mdy", picks: {}, pointing: null, over: "", say: "" };
const ofPage = (state) => [
  { type: "no_chart", generation: state.generation, why: "", site: SITE, at: 5 },
  { type: "new_site", generation: state.generation, site: SITE, at: 5 },
  { type: "untaught", generation: state.generation, teaching: TEACHING },
];

test("a chart that was answered is shown", () => {
  assert.equal(clientShown(C1), "c1");
  assert.equal(C1.chart.scope, "scope-c1");
  assert.equal(C1.chart.reading, reading);
});

test("any change of the page blanks the panel and lets go of everything of the client", () => {
  const open = all(
    C1,
    { type: "asked_for_more" },
    { type: "card", card: 2 },
    decidedFor(C1, "c1"),
    opened(NOTE),
    { type: "echoes_typed", asked: 1 },
  );
  const blank = next(open, { type: "page_changed" });
  assert.deepEqual(blank, { ...UP, generation: C1.generation + 1 });
});

test("the settings stay open when the page changes: they hold nothing of a client", () => {
  const open = all(C1, opened(THEME), opened({ kind: "more" }), opened(SETTINGS));
  assert.deepEqual(next(open, { type: "page_changed" }).levels, [SETTINGS]);
});

test("what was asked for an older generation is dropped, whatever it is", () => {
  const moved = next(C1, { type: "page_changed" });
  const late = [
    answer(C1, "c1"),
    ...ofPage(C1),
    { type: "teaching", generation: C1.generation, teaching: TEACHING },
    { type: "chart_seen", generation: C1.generation },
    { type: "chart_failed", generation: C1.generation, kind: "error", say: "x" },
    { type: "level_answered", generation: C1.generation, client: "c1", level: NOTE },
    decidedFor(C1, "c1"),
    { type: "echoes_answered", generation: C1.generation, client: "c1", asked: 1, reply: {}, at: 0 },
    { type: "echoes_failed", generation: C1.generation, asked: 1, say: "x" },
    { type: "link", generation: C1.generation, link: "not_running" },
    { type: "page_changed", generation: C1.generation },
  ];
  for (const event of late) assert.equal(next(moved, event), moved, event.type);
});

test("a reply that names another client than its overview is dropped", () => {
  assert.equal(next(UP, answer(UP, "c2", { reply: overview("c1") })), UP);
  assert.equal(next(UP, answer(UP, null, { reply: overview("c1") })), UP);
  assert.equal(next(UP, answer(UP, "c1", { reply: { state: "overview", scope: null, overview: null } })), UP);
});

test("another client never replaces one without a blank panel between", () => {
  assert.equal(next(C1, answer(C1, "c2")), C1);
  for (const state of ["which_client", "unknown_client"]) {
    const asked = next(C1, answer(C1, null, { reply: { state, why: "", candidates: [], rejected: [] } }));
    assert.equal(asked.chart.kind, "blank");
    assert.equal(asked.generation, C1.generation + 1);
  }
});

test("the same client may be shown anew: notes were read, what is open stays", () => {
  const open = next(C1, opened(NOTE));
  const anew = next(open, answer(open, "c1", { reply: { ...overview("c1"), scope: "fresh" } }));
  assert.equal(anew.chart.scope, "fresh");
  assert.equal(anew.levels, open.levels);
});

test("every fall of the line takes the client off the screen", () => {
  for (const link of ["not_running", "not_ours", "refused", "locked", "mismatch", "not_paired"]) {
    const down = all(C1, { type: "keep_client", until: 99 }, { type: "link", link });
    assert.equal(down.chart.kind, "blank", link);
    assert.equal(down.kept, null, link);
    assert.equal(down.generation, C1.generation + 1, link);
    assert.equal(next(down, answer(C1, "c1")), down, link);
  }
  assert.equal(next(C1, { type: "link", link: "up", say: "" }), C1, "still up is no news");
});

test("which client, unknown, no chart, new site, untaught, failed: each has its own kind", () => {
  const after = (event) => next(UP, { generation: UP.generation, ...event }).chart;
  const card = { id: "c1" };
  const reply = (state) => ({ type: "chart_answered", reading, client: null, reply: { state, why: "w", candidates: [card], rejected: [] } });
  assert.deepEqual(after(reply("which_client")), { kind: "which_client", why: "w", reading, candidates: [card], rejected: [] });
  assert.deepEqual(after(reply("unknown_client")), { kind: "unknown_client", why: "w", reading, rejected: [] });
  const [noChart, newSite, untaught] = ofPage(UP);
  assert.deepEqual(after(noChart), { kind: "no_chart", why: "", say: "", site: SITE });
  assert.deepEqual(after(newSite), { kind: "new_site", site: SITE, say: "" });
  assert.deepEqual(after(untaught), { kind: "teach", teaching: TEACHING });
  assert.equal(after({ type: "chart_failed", kind: "not_sure", say: "x" }).kind, "no_chart");
  assert.deepEqual(after({ type: "chart_failed", kind: "no_consent", say: "x" }), { kind: "no_chart", why: "no_consent", say: "x", site: null });
  assert.deepEqual(after({ type: "chart_failed", kind: "damaged", say: "x" }), { kind: "error", say: "x" });
});

test("a page without a client takes the client's words with it, whatever it says", () => {
  const open = all(C1, opened(NOTE), { type: "echoes_typed", asked: 1 });
  for (const event of [...ofPage(open), { type: "chart_failed", generation: open.generation, kind: "error", say: "" }]) {
    const { levels, echoes, chart } = next(open, event);
    assert.deepEqual([levels, echoes.asked, clientShown({ chart })], [[], 0, null], event.type);
  }
});

test("a page is taught while it is in front, and no longer", () => {
  const untaught = next(UP, ofPage(UP)[2]);
  const pointing = { ...TEACHING, pointing: "name" };
  const event = { type: "teaching", generation: UP.generation, teaching: pointing };
  assert.equal(next(untaught, event).chart.teaching, pointing);
  assert.equal(next(UP, event), UP);
  assert.equal(next(C1, event), C1);
});

// -- a client who is kept on a page without chart ---------------------------------------------------------------------

const KEPT = next(C1, { type: "keep_client", until: 100 });
const BESIDE_CALL = all(KEPT, { type: "page_changed" }, { type: "new_site", generation: C1.generation + 1, site: null, at: 50 });

test("a kept client comes back on a page of no EHR, after a blank, until the hour is over", () => {
  assert.equal(next(KEPT, { type: "page_changed" }).chart.kind, "blank");
  assert.equal(clientShown(BESIDE_CALL), "c1");
  const late = { type: "new_site", generation: BESIDE_CALL.generation, site: null, at: 100 };
  assert.deepEqual([clientShown(next(BESIDE_CALL, late)), next(BESIDE_CALL, late).kept], [null, null]);
});

test("nobody can be kept who is not shown", () => {
  assert.equal(next(UP, { type: "keep_client", until: 100 }), UP);
});

test("any page that may be a chart ends it", () => {
  const moved = next(KEPT, { type: "page_changed" });
  const { generation } = moved;
  const which = { state: "which_client", why: "", candidates: [], rejected: [] };
  const ends = [
    { type: "chart_seen", generation },
    ...ofPage(moved).filter(({ type }) => type !== "new_site"),
    answer(moved, "c2"),
    answer(moved, null, { reply: which }),
    answer(moved, null, { reply: { ...which, state: "unknown_client" } }),
  ];
  for (const event of ends) {
    const after = all(moved, event, { type: "page_changed" });
    assert.equal(after.kept, null, event.type);
    assert.equal(clientShown(next(after, { type: "new_site", generation: after.generation, site: null, at: 50 })), null);
  }
});

test("the same client's chart keeps them, with the newest overview", () => {
  const moved = next(KEPT, { type: "page_changed" });
  const anew = next(moved, answer(moved, "c1", { reply: { ...overview("c1"), scope: "fresh" } }));
  assert.deepEqual([anew.kept.until, anew.kept.chart.scope], [100, "fresh"]);
});

test("the therapist lets go, and the client is gone at once", () => {
  const free = next(BESIDE_CALL, { type: "let_go" });
  assert.deepEqual([free.chart.kind, free.kept, free.generation], ["blank", null, BESIDE_CALL.generation + 1]);
  assert.equal(next(C1, { type: "let_go" }), C1, "nobody is kept");
});

// -- decisions --------------------------------------------------------------------------------------------------------

test("a decision brings the new overview, and what takes it back", () => {
  const after = next(C1, decidedFor(C1, "c1"));
  assert.deepEqual([after.chart.overview.goals, after.undo, after.chart.scope], [["new"], undo, "scope-c1"]);
  assert.deepEqual(next(KEPT, decidedFor(KEPT, "c1")).kept.chart.overview.goals, ["new"]);
});

test("a decision about another client is dropped", () => {
  assert.equal(next(C1, decidedFor(C1, "c2")), C1);
  assert.equal(next(C1, decidedFor(C1, "c1", { overview: { client: { id: "c2" } } })), C1);
  assert.equal(next(UP, decidedFor(UP, "c1")), UP);
});

test("what can be taken back is gone with the next step", () => {
  const done = next(C1, decidedFor(C1, "c1"));
  for (const event of [opened(NOTE), { type: "page_changed" }, { type: "shade" }]) {
    assert.equal(next(done, event).undo, null, event.type);
  }
  assert.equal(all(done, opened(NOTE), { type: "level_closed" }).undo, null);
});

// -- levels, shade, cards, settings -----------------------------------------------------------------------------------

test("levels pile up, and close one by one", () => {
  const deep = all(C1, opened(THEME), opened(NOTE));
  assert.equal(topLevel(deep), NOTE);
  const back = next(deep, { type: "level_closed" });
  assert.equal(topLevel(back), THEME);
  const rest = next(back, { type: "level_closed" });
  assert.equal(topLevel(rest), null);
  assert.equal(next(rest, { type: "level_closed" }), rest);
});

test("without a client only what holds nothing of one can be opened", () => {
  for (const level of [NOTE, THEME, { kind: "people" }, { kind: "keep_note" }]) assert.equal(next(UP, opened(level)), UP, level.kind);
  for (const level of [SETTINGS, { kind: "more" }]) assert.equal(topLevel(next(UP, opened(level))), level);
});

test("a level is answered for the client on screen, and only while it is open", () => {
  const open = next(C1, opened(NOTE));
  const level = { ...NOTE, reply: { note_id: "n1", text: "abc" } };
  const event = { type: "level_answered", generation: C1.generation, client: "c1", level };
  assert.equal(topLevel(next(open, event)), level);
  assert.equal(next(open, { ...event, client: "c2" }), open);
  assert.equal(next(open, { ...event, client: null }), open);
  assert.equal(next(C1, event), C1, "a note that was closed again stays closed");
  const other = { ...level, source: { ...source, note_id: "n2" } };
  assert.equal(next(open, { ...event, level: other }), open, "another note's answer");
});

test("the shade keeps the chart, and drops all that was open", () => {
  const open = all(C1, { type: "echoes_typed", asked: 3 }, opened(NOTE));
  const shaded = next(open, { type: "shade" });
  assert.deepEqual([shaded.shade, shaded.echoes.asked, shaded.levels], [true, 0, []]);
  assert.equal(clientShown(next(shaded, { type: "shade" })), "c1");
});

test("the shade can be put on however it is, and the page may change under it", () => {
  const on = all(C1, { type: "shade", on: true }, { type: "shade", on: true });
  assert.ok(on.shade);
  const moved = next(on, { type: "page_changed" });
  assert.ok(moved.shade);
  assert.equal(next(moved, { type: "shade" }).chart.kind, "blank", "what comes back is not the client before");
});

test("more of an intake and the card in front are of one chart", () => {
  const turned = all(C1, { type: "asked_for_more" }, { type: "card", card: 2 });
  assert.deepEqual([turned.more, turned.card], [true, 2]);
  const moved = next(turned, { type: "page_changed" });
  assert.deepEqual([moved.more, moved.card], [false, 0]);
  assert.equal(next(turned, { type: "settings", settings: { ...C1.settings, text: 20 } }).card, 0);
});

// -- echoes -----------------------------------------------------------------------------------------------------------

test("an older question's echoes, and another client's, are dropped", () => {
  const typed = next(C1, { type: "echoes_typed", asked: 3 });
  const late = { type: "echoes_answered", generation: C1.generation, at: 9, pointed: false, entered: true, reply: { hits: [1] } };
  assert.equal(next(typed, { ...late, client: "c1", asked: 2 }), typed);
  assert.equal(next(typed, { ...late, client: "c2", asked: 3 }), typed);
  assert.deepEqual(next(typed, { ...late, client: "c1", asked: 3 }).echoes.shown, { hits: [1] });
  assert.equal(next(typed, { type: "echoes_failed", generation: C1.generation, asked: 2, say: "x" }), typed);
});

test("echoes are held by a key, where there are any", () => {
  assert.equal(next(C1, { type: "echoes_held" }), C1);
  const reply = { type: "echoes_answered", generation: C1.generation, client: "c1", asked: 1, at: 9, pointed: false, entered: false };
  const shown = all(C1, { type: "echoes_typed", asked: 1 }, { ...reply, reply: { hits: [1] } });
  assert.ok(next(shown, { type: "echoes_held" }).echoes.held);
});

test("when a class of notes is switched off, what lies open one click deeper goes; the settings stay", () => {
  const open = all(C1, opened(THEME), opened(NOTE), { type: "echoes_typed", asked: 1 });
  const same = next(open, answer(open, "c1"));
  assert.equal(topLevel(same)?.kind, "note");
  const hidden = next(open, answer(open, "c1", { reply: overview("c1", 2) }));
  assert.deepEqual(hidden.levels, []);
  assert.deepEqual(hidden.echoes, C1.echoes);
  assert.equal(clientShown(hidden), "c1");
  const settings = next(all(C1, opened(SETTINGS)), answer(C1, "c1", { reply: overview("c1", 2) }));
  assert.equal(topLevel(settings)?.kind, "settings");
});
