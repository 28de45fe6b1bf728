import assert from "node:assert/strict";
import test from "node:test";
import { CHANGE_EVERY } from "../../extension/panel/echoes.js";
import { START, clientShown, next } from "../../extension/panel/state.js";

const source = { note_id: "n1", note_name: "n", note_kind: "progress", date: null, start: 0, end: 3, quote: "abc" };
const reading = { identity: { site: "s" }, banner: "b", contradicts: false };
const overview = (id) => ({ state: "overview", scope: `scope-${id}`, overview: { client: { id } } });
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

test("a chart that was answered is shown", () => {
  assert.equal(clientShown(C1), "c1");
  assert.equal(C1.chart.scope, "scope-c1");
});

test("any change of the page blanks the panel and lets go of everything of the client", () => {
  const open = all(C1, { type: "note_asked", source }, { type: "echoes_typed", asked: 1 });
  const blank = next(open, { type: "page_changed" });
  assert.deepEqual(blank, { ...UP, generation: C1.generation + 1 });
});

test("what was asked for an older generation is dropped, whatever it is", () => {
  const moved = next(C1, { type: "page_changed" });
  const late = [
    answer(C1, "c1"),
    { type: "no_chart", generation: C1.generation, why: "" },
    { type: "chart_failed", generation: C1.generation, kind: "error", say: "x" },
    { type: "note_answered", generation: C1.generation, client: "c1", reply: { note_id: "n1" } },
    { type: "note_failed", generation: C1.generation, say: "x" },
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
  const asked = { state: "which_client", why: "", candidates: [] };
  assert.equal(next(C1, answer(C1, null, { reply: asked })).chart.kind, "blank");
});

test("the same client may be shown anew: notes were read, the note on screen stays", () => {
  const open = next(C1, { type: "note_asked", source });
  const anew = next(open, answer(open, "c1", { reply: { ...overview("c1"), scope: "fresh" } }));
  assert.equal(anew.chart.scope, "fresh");
  assert.equal(anew.note, open.note);
});

test("every fall of the line takes the client off the screen", () => {
  for (const link of ["not_running", "not_ours", "refused", "locked", "not_paired"]) {
    const down = next(C1, { type: "link", link });
    assert.equal(down.chart.kind, "blank", link);
    assert.equal(down.generation, C1.generation + 1, link);
    assert.equal(next(down, answer(C1, "c1")), down, link);
  }
  assert.equal(next(C1, { type: "link", link: "up", say: "" }), C1, "still up is no news");
});

test("which client, unknown, not sure, failed: each has its own kind", () => {
  const kind = (event) => next(UP, { generation: UP.generation, ...event }).chart.kind;
  const reply = (state) => ({ type: "chart_answered", reading, client: null, reply: { state, why: "", candidates: [] } });
  assert.equal(kind(reply("which_client")), "which_client");
  assert.equal(kind(reply("unknown_client")), "unknown_client");
  assert.equal(kind({ type: "no_chart", why: "" }), "no_chart");
  assert.equal(kind({ type: "chart_failed", kind: "not_sure", say: "x" }), "no_chart");
  assert.equal(kind({ type: "chart_failed", kind: "damaged", say: "x" }), "error");
});

test("the shade keeps the chart, and drops echoes", () => {
  const typed = next(C1, { type: "echoes_typed", asked: 3 });
  const shaded = next(typed, { type: "shade" });
  assert.ok(shaded.shade);
  assert.equal(shaded.echoes.asked, 0);
  assert.equal(clientShown(next(shaded, { type: "shade" })), "c1");
});

test("a note is the one asked for, of the client on screen", () => {
  const open = next(C1, { type: "note_asked", source });
  const reply = { type: "note_answered", generation: C1.generation, client: "c1", reply: { note_id: "n1", text: "abc" } };
  assert.equal(next(open, reply).note.note.text, "abc");
  assert.equal(next(open, { ...reply, client: "c2" }), open);
  assert.equal(next(open, { ...reply, reply: { note_id: "n2", text: "x" } }), open);
  assert.equal(next(C1, reply), C1, "a note that was closed again stays closed");
  assert.equal(next(UP, { type: "note_asked", source }), UP);
  assert.equal(next(open, { type: "note_closed" }).note, null);
});

/** A state with echoes asked for and answered. */
function echoed(state, asked, at, extra = {}) {
  const typed = next(state, { type: "echoes_typed", asked });
  const reply = { nothing_close: false, hits: [asked] };
  const now = { at, pointed: false, entered: false, ...extra };
  return next(typed, { type: "echoes_answered", generation: C1.generation, client: "c1", asked, reply, ...now });
}
const shown = (state) => state.echoes.shown?.hits[0] ?? null;

test("the first echoes come at once, the next after twenty seconds", () => {
  const first = echoed(C1, 1, 1000);
  assert.equal(shown(first), 1);
  const second = echoed(first, 2, 5000);
  assert.equal(shown(second), 1);
  assert.equal(shown(next(second, { type: "echoes_due", at: 1000 + CHANGE_EVERY - 1, pointed: false })), 1);
  assert.equal(shown(next(second, { type: "echoes_due", at: 1000 + CHANGE_EVERY, pointed: false })), 2);
  assert.equal(shown(echoed(first, 2, 1000 + CHANGE_EVERY)), 2);
});

test("Enter does not wait; the pointer holds back even Enter", () => {
  const first = echoed(C1, 1, 1000);
  assert.equal(shown(echoed(first, 2, 1100, { entered: true })), 2);
  const held = echoed(first, 2, 1100, { entered: true, pointed: true });
  assert.equal(shown(held), 1);
  assert.equal(shown(next(held, { type: "echoes_due", at: 1200, pointed: false })), 2);
  assert.equal(shown(next(held, { type: "echoes_due", at: 99_999, pointed: true })), 1);
});

test("an older question's answer, and another client's, are dropped", () => {
  const first = echoed(C1, 1, 1000);
  const typed = next(first, { type: "echoes_typed", asked: 3 });
  const late = { type: "echoes_answered", generation: C1.generation, at: 99_999, pointed: false, entered: true };
  assert.equal(shown(next(typed, { ...late, client: "c1", asked: 2, reply: { hits: [2] } })), 1);
  assert.equal(next(typed, { ...late, client: "c2", asked: 3, reply: { hits: [3] } }), typed);
});

test("an emptied field empties the echoes", () => {
  assert.equal(shown(next(echoed(C1, 1, 1000), { type: "echoes_typed", asked: 0 })), null);
});
