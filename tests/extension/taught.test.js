import assert from "node:assert/strict";
import test from "node:test";
import { switchedOn, valueAt, withPlaces, withSite } from "../../extension/taught.js";

const place = (selector) => ({ ways: [[selector], [`body ${selector}`]] });

test("a site that was switched on knows nothing yet, and listens to nothing", () => {
  assert.deepEqual(switchedOn(), { fields: {}, order: "mdy", echoes: false });
  assert.notEqual(switchedOn().fields, switchedOn().fields);
});

test("a site is kept beside the others, and goes without a trace", () => {
  const one = withSite({}, "https://a.test", switchedOn());
  const two = withSite(one, "https://b.test", { ...switchedOn(), order: "dmy" });
  assert.deepEqual(Object.keys(two).sort(), ["https://a.test", "https://b.test"]);
  assert.deepEqual(Object.keys(one), ["https://a.test"], "what was there before is not changed");
  assert.deepEqual(withSite(two, "https://a.test", null), { "https://b.test": { ...switchedOn(), order: "dmy" } });
  assert.deepEqual(withSite({}, "https://a.test", null), {});
});

test("a site that is taught again keeps the places of before, the newest first", () => {
  const once = withPlaces(switchedOn(), { name: place(".a"), birth_date: place(".b") });
  const twice = withPlaces(once, { name: place(".c") });
  assert.deepEqual(twice.fields.name, [place(".c"), place(".a")]);
  assert.deepEqual(twice.fields.birth_date, [place(".b")]);
  assert.deepEqual(once.fields.name, [place(".a")], "what was there before is not changed");
});

test("the same place is kept once, and of many places the last four", () => {
  let taught = switchedOn();
  for (const name of [".a", ".b", ".a", ".c", ".d", ".e"]) taught = withPlaces(taught, { name: place(name) });
  assert.deepEqual(taught.fields.name, [".e", ".d", ".c", ".a"].map(place));
});

test("order and listening stay when a place is added", () => {
  const taught = withPlaces({ fields: {}, order: "dmy", echoes: true }, { name: place(".a") });
  assert.deepEqual([taught.order, taught.echoes], ["dmy", true]);
});

test("what is read where the therapist pointed", () => {
  assert.equal(valueAt("birth_date", "DOB 03/04/1982", "mdy"), "1982-03-04");
  assert.equal(valueAt("birth_date", "DOB 03/04/1982", "dmy"), "1982-04-03");
  assert.equal(valueAt("birth_date", "43 years", "mdy"), null);
  assert.equal(valueAt("record_number", "MRN: 20-4471", "mdy"), "20-4471");
  assert.equal(valueAt("record_number", "04/17/1982", "mdy"), null);
  assert.equal(valueAt("name", "Lindqvist, Catherine (she/her)", "mdy"), "Lindqvist, Catherine");
});

test("one word is no name, nor is half a page", () => {
  assert.equal(valueAt("name", "Catherine", "mdy"), null);
  assert.equal(valueAt("name", "", "mdy"), null);
  assert.equal(valueAt("name", "20-4471 43", "mdy"), null);
  assert.equal(valueAt("name", "Catherine Lindqvist ".repeat(5), "mdy"), null);
});
