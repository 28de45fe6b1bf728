// @ts-check
import * as assert from "node:assert/strict";
import { test } from "node:test";
import { filtered } from "../../companion/window/pages/caseload.js";
import { columnsOf, placeOf, spanOf, ticksOf } from "../../companion/window/pages/timeline.js";

const source = (/** @type {string} */ date) => ({ note_id: date, note_name: "", note_kind: /** @type {const} */ ("progress"), date, start: 0, end: 1, quote: date });
const days = (/** @type {string[]} */ ...all) => all.map((date) => ({ date, count: 2, source: source(date) }));

test("days stand in percent between the first and the last", () => {
  const span = spanOf(["2025-01-11", "2025-01-01", "2025-01-06"]);
  assert.ok(span);
  assert.deepEqual([placeOf("2025-01-01", span), placeOf("2025-01-06", span), placeOf("2025-01-11", span)], [0, 50, 100]);
});

test("one day alone stands in the middle, no day nowhere", () => {
  const span = spanOf(["2025-01-11"]);
  assert.ok(span);
  assert.equal(placeOf("2025-01-11", span), 50);
  assert.deepEqual(ticksOf(span).length <= 1, true);
  assert.equal(spanOf([]), null);
});

test("the change to summer time moves no day", () => {
  const span = spanOf(["2025-03-28", "2025-04-01"]);
  assert.ok(span);
  assert.deepEqual([29, 30, 31].map((day) => placeOf(`2025-03-${day}`, span)), [25, 50, 75]);
});

test("each day is a mark while there is room", () => {
  const few = days("2025-01-01", "2025-01-08");
  const span = spanOf(few.map(({ date }) => date));
  assert.ok(span);
  assert.deepEqual(columnsOf(few, span).map(({ from, to, count }) => [from, to, count]), [["2025-01-01", "2025-01-01", 2], ["2025-01-08", "2025-01-08", 2]]);
});

test("where there is none, days share marks and none is lost", () => {
  const many = days(...Array.from({ length: 300 }, (_, at) => new Date(Date.UTC(2020, 0, 1 + 7 * at)).toISOString().slice(0, 10)));
  const span = spanOf(many.map(({ date }) => date));
  assert.ok(span);
  const columns = columnsOf(many, span);
  assert.ok(columns.length <= 72);
  assert.equal(columns.reduce((sum, { count }) => sum + count, 0), 600);
  assert.deepEqual([columns[0]?.first.date, columns.at(-1)?.last.date], [many[0]?.date, many.at(-1)?.date]);
  assert.ok(columns.every(({ from, to, at }) => from <= to && at >= 0 && at <= 100));
});

test("names of months and years do not stand on each other", () => {
  for (const to of ["2025-02-01", "2025-12-01", "2027-06-01", "2039-01-01"]) {
    const span = spanOf(["2025-01-01", to]);
    assert.ok(span);
    const ticks = ticksOf(span);
    assert.ok(ticks.length >= 1 && ticks.length <= 13, `${to}: ${ticks.length}`);
    assert.match(ticks[0]?.label ?? "", /2025/);
    assert.ok(ticks.every(({ at }, which) => at - (ticks[which - 1]?.at ?? -10) > 5), to);
  }
});

test("clients are found by every word, in name, record number and birth date", () => {
  const row = (/** @type {string} */ name, /** @type {string | null} */ birth_date, /** @type {string} */ record_number) =>
    ({ client: { id: name, name, initials: "", record_tail: "", birth_date, pronouns: null, invented: false }, record_number, last_session: null, notes: 1, damaged: false, consented: true });
  const all = [row("Ada Lovelace", "1990-05-06", "20-1"), row("Ada Byron", null, "20-2")];
  assert.deepEqual(filtered(all, "ADA 1990").map(({ client }) => client.name), ["Ada Lovelace"]);
  assert.equal(filtered(all, " ").length, 2);
  assert.equal(filtered(all, "20-3").length, 0);
});
