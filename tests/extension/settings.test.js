import assert from "node:assert/strict";
import test from "node:test";
import { SHADE_AFTER, TEXT_SIZES, USUAL, roomFor, settingsFrom } from "../../extension/settings.js";

test("nothing kept, or nonsense, is as usual", () => {
  for (const kept of [undefined, null, 0, "", "x", true, [], {}, { text: "15" }, { text: 99 }, { minutes: 1 }, { minutes: -5 }]) {
    assert.deepEqual(settingsFrom(kept), USUAL, JSON.stringify(kept));
  }
});

test("what was kept comes back whole", () => {
  const kept = { text: 22, single: true, names: true, share: true, blur: true, minutes: 10 };
  assert.deepEqual(settingsFrom(kept), kept);
  assert.deepEqual(settingsFrom(structuredClone(USUAL)), USUAL);
  for (const text of TEXT_SIZES) assert.equal(settingsFrom({ text }).text, text);
  for (const minutes of SHADE_AFTER) assert.equal(settingsFrom({ minutes }).minutes, minutes);
});

test("only a plain yes switches anything on, and nothing else is kept", () => {
  const odd = settingsFrom({ names: "yes", share: 1, single: {}, blur: null, client: "Catherine", text: 16 });
  assert.deepEqual(odd, { ...USUAL, text: 16 });
});

test("the client's name and a shared screen are as careful as can be, unless chosen", () => {
  assert.deepEqual([USUAL.names, USUAL.share], [false, false]);
});

test("room: three rows to 16, two at 18, one card at a time from 20", () => {
  const rooms = TEXT_SIZES.map((text) => [text, ...Object.values(roomFor({ ...USUAL, text }))]);
  assert.deepEqual(rooms, [
    [14, 3, false],
    [15, 3, false],
    [16, 3, false],
    [18, 2, false],
    [20, 2, true],
    [22, 2, true],
    [24, 2, true],
  ]);
  assert.ok(roomFor({ ...USUAL, single: true }).single);
});
