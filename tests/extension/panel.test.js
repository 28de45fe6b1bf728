import assert from "node:assert/strict";
import test from "node:test";
import { CompanionError } from "../../extension/companion.js";
import { lineAfter, lockedAfter } from "../../extension/panel/listening.js";
import { aroundQuote } from "../../extension/panel/quote.js";
import { ago, longDate, shortDate, today } from "../../extension/panel/views/dates.js";

test("a quote is found where the companion counts it, also after emoji", () => {
  const text = "🙂🙂 said “no” 🙂 twice";
  const start = [...text].indexOf("n");
  assert.deepEqual(aroundQuote(text, { start, end: start + 2, quote: "no" }), ["🙂🙂 said “", "no", "” 🙂 twice"]);
  const end = [...text].length;
  assert.deepEqual(aroundQuote(text, { start: end - 5, end, quote: "twice" })?.[2], "");
});

test("a quote that does not stand there is not marked", () => {
  assert.equal(aroundQuote("denies SI", { start: 0, end: 2, quote: "SI" }), null);
  assert.equal(aroundQuote("short", { start: 3, end: 99, quote: "SI" }), null);
});

test("days", () => {
  assert.equal(shortDate("2025-03-08", "2025-12-31"), "8 Mar");
  assert.equal(shortDate("2025-03-08", "2026-01-01"), "8 Mar ’25");
  assert.equal(shortDate(null, "2026-01-01"), "");
  assert.equal(longDate("1982-04-17"), "17 Apr 1982");
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("how long ago", () => {
  const said = [
    ["2026-01-15", "today"],
    ["2026-01-14", "yesterday"],
    ["2026-01-01", "14 days ago"],
    ["2025-11-01", "2 months ago"],
    ["2023-12-01", "2 years ago"],
    ["2026-02-01", "1 Feb"],
    [null, ""],
  ];
  for (const [date, words] of said) assert.equal(ago(date, "2026-01-15"), words);
});

test("the line is down after what ends it, and up after what does not", () => {
  for (const kind of ["not_running", "not_ours", "locked", "refused"]) {
    assert.deepEqual(lineAfter(new CompanionError(kind, "x")), [kind, "x"]);
  }
  for (const kind of ["not_ready", "not_found", "error"]) assert.equal(lineAfter(new CompanionError(kind, ""))[0], "up");
});

test("the last word on the lock counts", () => {
  const events = (...kinds) => kinds.map((kind, seq) => ({ seq, kind, client: null }));
  assert.equal(lockedAfter(events("locked", "unlocked", "notes_read")), false);
  assert.equal(lockedAfter(events("unlocked", "locked")), true);
  assert.equal(lockedAfter(events("notes_read")), null);
});
