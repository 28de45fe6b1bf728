import assert from "node:assert/strict";
import test from "node:test";
import { CompanionError } from "../../extension/companion.js";
import { Following } from "../../extension/panel/following.js";

const at = (address, banner, contradicts = false) => ({
  identity: { site: "s", address_id: address, record_number: "r", name: banner, birth_date: "1982-04-17" },
  banner,
  contradicts,
});
const AAA = at("aaa", "Catherine");
const OVERVIEW = { client: "c1", result: { state: "overview", scope: "x", overview: { client: { id: "c1" } } } };
const WHICH = { client: null, result: { state: "which_client", candidates: [], why: "" } };

/** A page, a companion and a panel to follow with; `now` is the generation that is current. */
function scene(reading, answer) {
  const set = { reading, answer, now: 1, asked: [], told: [], tabId: 7 };
  const companion = {
    ask: async (path, params) => {
      set.asked.push([path, params]);
      return set.answer();
    },
  };
  const look = async () => ({ tabId: set.tabId, reading: set.reading });
  const following = new Following(look, (event) => set.told.push(event), (generation) => generation === set.now);
  return { set, following, follow: (generation = set.now) => following.follow(companion, generation), companion };
}
const types = (set) => set.told.map((event) => event.type);

test("what the page and the companion agree on is told, for its generation", async () => {
  const { set, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  assert.deepEqual(set.asked, [["/v1/chart/open", AAA.identity]]);
  assert.deepEqual(set.told, [
    { type: "chart_answered", generation: 1, reading: AAA, client: "c1", reply: OVERVIEW.result },
  ]);
});

test("a page that reads otherwise after the answer is not believed", async () => {
  const { set, follow } = scene(AAA, () => {
    set.reading = at("aaa", "Dominic");
    return OVERVIEW;
  });
  await follow();
  assert.deepEqual(set.told, [{ type: "page_changed", generation: 1 }]);
});

test("another tab in front after the answer is not believed", async () => {
  const { set, follow } = scene(AAA, () => {
    set.tabId = 8;
    return OVERVIEW;
  });
  await follow();
  assert.deepEqual(types(set), ["page_changed"]);
});

test("a banner left over under a new address is vouched for by a linked address alone", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { set, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  set.reading = at("bbb", "Catherine");
  set.answer = () => WHICH;
  set.told = [];
  set.now = 2;
  await follow();
  assert.deepEqual(set.asked[1][1], { site: "s", address_id: "bbb", name: "Catherine" });
  assert.deepEqual(set.told, [], "nobody is shown, nobody is asked about");
  t.mock.timers.tick(2000);
  assert.deepEqual(types(set), ["no_chart"]);
  set.answer = () => OVERVIEW;
  await follow();
  assert.equal(set.told.at(-1).type, "chart_answered", "the companion knows this address");
});

test("after the therapist has looked, a kept banner may be asked about whole", async () => {
  const { set, following, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  set.reading = at("bbb", "Catherine");
  following.forget();
  await follow();
  assert.deepEqual(set.asked[1][1], set.reading.identity);
});

test("a page of two minds is not asked about", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { set, follow } = scene(at("bbb", "Catherine", true), () => OVERVIEW);
  await follow();
  assert.deepEqual([set.asked, set.told], [[], []]);
  t.mock.timers.tick(2000);
  assert.deepEqual(types(set), ["no_chart"]);
});

test("no two questions about a chart are open at once, and one out of date is never asked", async () => {
  let answerFirst;
  const { set, follow } = scene(AAA, () => new Promise((resolve) => (answerFirst = resolve)));
  const first = follow(1);
  await new Promise(setImmediate);
  set.now = 3;
  const second = follow(2);
  const third = follow(3);
  await new Promise(setImmediate);
  assert.equal(set.asked.length, 1);
  set.answer = () => OVERVIEW;
  answerFirst(OVERVIEW);
  await Promise.all([first, second, third]);
  assert.equal(set.asked.length, 2);
  assert.equal(set.told.at(-1).generation, 3);
});

test("a failure is told, and does not hold up the next question", async () => {
  const { set, follow } = scene(AAA, () => Promise.reject(new CompanionError("damaged", "A file fails its check.")));
  await follow();
  assert.deepEqual(set.told[0], { type: "chart_failed", generation: 1, kind: "damaged", say: "A file fails its check." });
  set.answer = () => Promise.reject(new CompanionError("locked", "Locked."));
  await follow();
  assert.deepEqual(set.told[1], { type: "link", link: "locked", say: "Locked.", generation: 1 });
  set.answer = () => OVERVIEW;
  await follow();
  assert.equal(set.told[2].type, "chart_answered");
});

test("a confirmation is for the page that was on screen", async () => {
  const { set, following, companion } = scene(AAA, () => OVERVIEW);
  await following.confirm(companion, 1, AAA, "c1");
  assert.deepEqual(set.asked, [["/v1/chart/confirm", { ...AAA.identity, client_id: "c1" }]]);
  set.reading = at("bbb", "Dominic");
  await following.confirm(companion, 1, AAA, "c1");
  assert.equal(set.asked.length, 1);
  assert.equal(set.told.at(-1).type, "page_changed");
});
