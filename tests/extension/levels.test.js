import assert from "node:assert/strict";
import test from "node:test";
import { answered, isAsked, questionOf, samePlace, withoutClient } from "../../extension/panel/levels.js";

const source = (note_id, start = 0) => ({ note_id, start, end: start + 3, quote: "abc" });
const note = (id, start) => ({ kind: "note", source: source(id, start), reply: null, say: "" });
const keyed = (kind, key) => ({ kind, key, reply: null, say: "" });
const list = (kind) => ({ kind, reply: null, say: "" });
const LISTS = ["themes", "goals", "people", "follow_ups"];
const ASKED = [note("n1"), keyed("theme", "k"), keyed("goal", "k"), ...LISTS.map(list)];
const FREE = [{ kind: "keep_note", draft: null, busy: false, done: false, say: "" }, { kind: "more" }, { kind: "settings" }];

test("each level is asked for by its own path, always within the chart's scope", () => {
  const asked = ASKED.map((level) => questionOf(level, "s"));
  const paths = ["note", "theme", "goal", ...LISTS].map((kind) => `/v1/${kind}`);
  assert.deepEqual(asked.map(({ path }) => path), paths);
  assert.ok(asked.every(({ params }) => params.scope === "s"));
  assert.deepEqual(asked[0].params, { scope: "s", note_id: "n1" });
  assert.deepEqual(asked[1].params, { scope: "s", key: "k" });
  assert.deepEqual(asked[3].params, { scope: "s" });
});

test("what the companion is asked for, and what it is not", () => {
  assert.ok(ASKED.every(isAsked));
  assert.ok(!FREE.some(isAsked));
});

test("two levels are the same place by what they are about", () => {
  const all = [note("n1"), note("n1", 9), note("n2"), keyed("theme", "k"), keyed("theme", "l"), keyed("goal", "k"), ...LISTS.map(list), ...FREE];
  for (const one of all) for (const other of all) assert.equal(samePlace(one, other), one === other, `${one.kind} ${other.kind}`);
  assert.ok(samePlace(note("n1"), { ...note("n1"), reply: { text: "abc" } }), "answered or not");
});

test("an answer takes the place of its question, wherever it is in the pile", () => {
  const pile = [keyed("theme", "k"), note("n1"), keyed("theme", "l")];
  const reply = { ...note("n1"), reply: { text: "abc" } };
  assert.deepEqual(answered(pile, reply), [pile[0], reply, pile[2]]);
  assert.equal(answered(pile, note("n2")), pile, "a level that was closed stays closed");
  assert.equal(answered([], reply).length, 0);
});

test("without a chart nothing of a client stays", () => {
  assert.deepEqual(withoutClient([...ASKED, ...FREE]), [{ kind: "settings" }]);
  assert.deepEqual(withoutClient([]), []);
});
