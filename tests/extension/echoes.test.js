import assert from "node:assert/strict";
import test from "node:test";
import { CHANGE_EVERY, answered, due, emptied, quiet, turned, typed } from "../../extension/panel/echoes.js";

const reply = (hit) => ({ nothing_close: false, hits: [hit], people: [] });
/** A question and its answer. */
const asked = (echoes, number, at, { entered = false, pointed = false } = {}) =>
  answered(typed(echoes, number), { asked: number, reply: reply(number), entered, at, pointed });
const shown = ({ shown: now }) => now?.hits[0] ?? null;
const FIRST = asked(quiet(), 1, 1000);
const LATER = 1000 + CHANGE_EVERY;
const free = (at) => ({ at, pointed: false });

test("the first echoes come at once, the next after twenty seconds", () => {
  assert.equal(CHANGE_EVERY, 20_000);
  assert.equal(shown(FIRST), 1);
  const second = asked(FIRST, 2, 5000);
  assert.equal(shown(second), 1);
  assert.equal(shown(due(second, free(LATER - 1))), 1);
  assert.equal(shown(due(second, free(LATER))), 2);
  assert.equal(shown(asked(FIRST, 2, LATER)), 2);
});

test("the twenty seconds are counted from the last change", () => {
  const second = asked(FIRST, 2, LATER);
  assert.equal(shown(asked(second, 3, LATER + 1)), 2);
  assert.equal(shown(asked(second, 3, LATER + CHANGE_EVERY)), 3);
});

test("Enter does not wait", () => {
  assert.equal(shown(asked(FIRST, 2, 1100, { entered: true })), 2);
});

test("the pointer or the focus holds back everything, even Enter", () => {
  for (const entered of [false, true]) {
    const pointed = asked(FIRST, 2, 99_999, { entered, pointed: true });
    assert.equal(shown(pointed), 1);
    assert.equal(shown(due(pointed, { at: 999_999, pointed: true })), 1);
    assert.equal(shown(due(pointed, free(999_999))), 2, "and lets go");
  }
});

test("held echoes stay as they are, until they are let go", () => {
  const held = turned(FIRST);
  assert.ok(held.held);
  const waiting = asked(held, 2, LATER, { entered: true });
  assert.deepEqual([shown(waiting), waiting.waiting?.reply.hits[0]], [1, 2]);
  assert.equal(shown(due(waiting, free(LATER * 9))), 1);
  const free2 = due(turned(waiting), free(LATER * 9));
  assert.deepEqual([shown(free2), free2.held, free2.waiting], [2, false, null]);
});

test("where nothing is shown there is nothing to hold, and nothing to point at", () => {
  assert.equal(turned(quiet()).held, false);
  assert.equal(shown(asked(quiet(), 1, 5, { pointed: true })), 1);
});

test("of several answers that wait the newest question's counts", () => {
  const third = asked(asked(FIRST, 2, 2000), 3, 3000);
  assert.equal(shown(due(third, free(LATER))), 3);
});

test("a new question throws away what waited for the old one", () => {
  const second = asked(FIRST, 2, 2000);
  assert.equal(typed(second, 3).waiting, null);
  assert.equal(shown(typed(second, 3)), 1, "what is shown stays");
});

test("an older question's answer is dropped", () => {
  const now = typed(FIRST, 3);
  assert.equal(answered(now, { asked: 2, reply: reply(2), entered: true, at: 99_999, pointed: false }), now);
});

test("with nothing waiting the time that comes changes nothing", () => {
  assert.equal(due(FIRST, free(999_999)), FIRST);
});

test("an emptied field empties the echoes, held or not", () => {
  assert.deepEqual(typed(FIRST, 0), quiet());
  assert.deepEqual(typed(turned(FIRST), 0), quiet());
});

test("a failure takes the echoes away and says why", () => {
  assert.deepEqual([shown(emptied(FIRST, "x")), emptied(FIRST, "x").say], [null, "x"]);
  assert.equal(asked(emptied(FIRST, "x"), 2, 1100).say, "", "the next answer clears it");
  assert.equal(shown(asked(emptied(FIRST, "x"), 2, 1100)), 2, "at once: nothing was there to change");
});
