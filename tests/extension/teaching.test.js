import assert from "node:assert/strict";
import test from "node:test";
import { FIELDS, begun, enough, orderOpen, pickedIn } from "../../extension/panel/teaching.js";

const START = begun("https://ehr.test", "ehr.test", "mdy");
const picked = (text, ...ways) => ({ text, place: { ways: (ways.length ? ways : [".x", "main > .x"]).map((way) => [].concat(way)) } });
const NAME = picked("Catherine Lindqvist", ".patient .name", "header > span");
const RECORD = picked("MRN 20-4471", ".patient .record", "header > b");
const BIRTH = picked("DOB 04/17/1982", ".patient .birth", "header > i");

test("a page is taught enough by the name and one thing more", () => {
  assert.ok(!enough(START));
  const named = pickedIn(START, "name", NAME);
  assert.deepEqual([named.picks.name, named.say, enough(named)], [NAME, "", false]);
  assert.ok(enough(pickedIn(named, "record_number", RECORD)));
  assert.ok(enough(pickedIn(named, "birth_date", BIRTH)));
  assert.ok(!enough(pickedIn(pickedIn(START, "birth_date", BIRTH), "record_number", RECORD)), "a name there must be");
});

test("to give up changes nothing that was pointed at", () => {
  const named = { ...pickedIn(START, "name", NAME), pointing: "birth_date", over: "something" };
  const after = pickedIn(named, "birth_date", null);
  assert.deepEqual(after, { ...named, pointing: null, over: null });
});

test("what does not say such a thing is not taken, and why is said", () => {
  const wrong = { name: "Catherine", record_number: "none", birth_date: "43 years" };
  for (const field of FIELDS) {
    const after = pickedIn(START, field, picked(wrong[field]));
    assert.deepEqual(after.picks, {}, field);
    assert.match(after.say, /^(That is not|No single)/, field);
  }
});

test("a place that can be found in one way alone is not taken", () => {
  const after = pickedIn(START, "name", picked("Catherine Lindqvist"));
  assert.deepEqual(Object.keys(after.picks), ["name"]);
  for (const ways of [[], [".only"]]) {
    const lost = pickedIn(START, "name", { text: "Catherine Lindqvist", place: { ways: ways.map((way) => [way]) } });
    assert.deepEqual(lost.picks, {});
    assert.match(lost.say, /could not be found again/);
  }
});

test("the same field may be pointed at again", () => {
  const first = pickedIn(START, "name", NAME);
  const other = picked("Catherine Lindqvist", "h1", "main > h1");
  const again = pickedIn(first, "name", other);
  assert.deepEqual([again.picks.name, again.say], [other, ""]);
});

test("an order in which the text is no date at all gives way", () => {
  assert.equal(pickedIn(START, "birth_date", picked("17/04/1982")).order, "dmy");
  assert.equal(pickedIn({ ...START, order: "dmy" }, "birth_date", picked("04/17/1982")).order, "mdy");
  assert.equal(pickedIn({ ...START, order: "dmy" }, "birth_date", picked("03/04/1982")).order, "dmy");
});

test("which day is meant is asked where it can be read in two ways", () => {
  assert.ok(!orderOpen(START));
  assert.ok(!orderOpen(pickedIn(START, "birth_date", BIRTH)));
  assert.ok(orderOpen(pickedIn(START, "birth_date", picked("03/04/1982"))));
});

// -- no word of the client in what is kept -----------------------------------------------------------------------------

/** @returns every selector of what was picked, as it would be kept */
const keptIn = ({ picks }) => JSON.stringify(Object.values(picks).map(({ place }) => place)).toLowerCase();

test("a selector with a word of the client is dropped, whichever field's place it is", () => {
  const name = picked("Catherine Lindqvist", "#lindqvist-banner", ".name", "header > span", "[data-who='CATHERINE']");
  const record = picked("MRN 20-4471", ".record", "[data-id='4471']", "header > b", ".row-1982");
  const birth = picked("04/17/1982", ".birth", "header > i", ".client-lindqvist i");
  const orders = [FIELDS, [...FIELDS].reverse(), ["birth_date", "name", "record_number"]];
  for (const order of orders) {
    const all = { name, record_number: record, birth_date: birth };
    const after = order.reduce((teaching, field) => pickedIn(teaching, field, all[field]), START);
    assert.deepEqual(Object.keys(after.picks).sort(), [...FIELDS].sort());
    for (const word of ["catherine", "lindqvist", "4471", "1982"]) assert.ok(!keptIn(after).includes(word), `${word} ${order}`);
  }
});

test("each step of a way through frames and shadow roots is looked at", () => {
  const name = picked("Catherine Lindqvist", ["#catherine-frame", ".name"], ["iframe", ".name"], ["body > iframe", "h1"]);
  const after = pickedIn(START, "name", name);
  assert.deepEqual(after.picks.name.place.ways, [["iframe", ".name"], ["body > iframe", "h1"]]);
});

test("a field that has too few ways left is dropped, also one that was taken before, and it is said", () => {
  const first = pickedIn(START, "record_number", picked("MRN 20-4471", ".record", ".lindqvist .record"));
  assert.equal(first.say, "", "nobody knew then that this is a name");
  const after = pickedIn(first, "name", NAME);
  assert.deepEqual(Object.keys(after.picks), ["name"]);
  assert.match(after.say, /could not be found again/);
  const only = pickedIn(START, "name", picked("Catherine Lindqvist", ".lindqvist", ".catherine", ".name"));
  assert.deepEqual([only.picks, enough(only)], [{}, false]);
  assert.match(only.say, /could not be found again/);
});

test("whatever is pointed at, no word of three letters or more is ever kept", () => {
  let at = 3;
  const below = (n) => Math.floor(((at = (Math.imul(at, 1103515245) + 12345) >>> 0) / 2 ** 32) * n);
  const people = ["Ana Maria Ruiz", "Zo\u00eb \u00c5ngstr\u00f6m", "Bo Li-Chan", "Name Span", "Max Header"];
  const tags = ["header", "span", ".name", ".ruiz", "#maria", "[data-zo\u00eb]", ".chan", "h1", ".x-header", ".dob", ".max", ".li", "b"];
  const way = () => Array.from({ length: 1 + below(2) }, () => `${tags[below(tags.length)]} > ${tags[below(tags.length)]}`);
  for (let turn = 0; turn < 2000; turn += 1) {
    const texts = { name: people[below(people.length)], record_number: `MRN ${100 + below(900)}`, birth_date: "1982-04-17" };
    let teaching = START;
    for (const field of FIELDS) teaching = pickedIn(teaching, field, { text: texts[field], place: { ways: [way(), way(), way()] } });
    const said = Object.values(teaching.picks).flatMap(({ text }) => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
    for (const word of said) assert.ok(!keptIn(teaching).includes(word), `${word} in ${keptIn(teaching)}`);
    for (const { place } of Object.values(teaching.picks)) assert.ok(place.ways.length > 1);
  }
});
