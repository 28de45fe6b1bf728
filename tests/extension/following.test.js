import assert from "node:assert/strict";
import test from "node:test";
import { CompanionError } from "../../extension/companion.js";
import { Following } from "../../extension/panel/following.js";

const SITE = { origin: "https://ehr.test", name: "ehr.test" };
const at = (address, banner, more = {}) => {
  const place = { where: more.where ?? `/clients/${address}`, address_id: address, about: more.about ?? `clients/${address}` };
  return { ...readingAt(address, banner, place), ...more };
};
const readingAt = (address, banner, came) => ({
  identity: { site: SITE.origin, address_id: address, record_number: "r", name: banner, birth_date: "1982-04-17" },
  banner,
  contradicts: false,
  where: `/clients/${address}`,
  about: `clients/${address}`,
  document: 1,
  came,
});
const AAA = at("aaa", "Catherine");
const OVERVIEW = { client: "c1", result: { state: "overview", scope: "x", overview: { client: { id: "c1" } } } };
const WHICH = { client: null, result: { state: "which_client", candidates: [], why: "" } };
const IN_DOUBT = (address) => ({ site: SITE.origin, address_id: address, name: "Catherine" });

/** A page, a companion and a panel to follow with; `now` is the generation that is current. */
function scene(reading, answer) {
  const set = { reading, answer, now: 1, asked: [], told: [], tabId: 7, kind: "on" };
  const companion = {
    ask: async (path, params) => {
      set.asked.push([path, params]);
      return set.answer(path, params);
    },
  };
  const look = async () => ({ tabId: set.tabId, kind: set.kind, site: SITE, reading: set.reading });
  const current = (generation) => generation === set.now;
  const untaught = (site) => ({ type: "untaught", teaching: { origin: site.origin } });
  const following = new Following(look, (event) => set.told.push(event), current, untaught);
  return { set, following, follow: (generation = set.now) => following.follow(companion, generation), companion };
}
/** What the panel was told, without the chart being asked about: that ends a kept client alone. */
const types = (set) => set.told.filter((event) => !("banner" in event)).map((event) => event.type);
/** Lets everything that is under way come to rest. */
const rests = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

test("what the page and the companion agree on is told, for its generation", async () => {
  const { set, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  assert.deepEqual(set.asked, [["/v1/chart/open", AAA.identity]]);
  assert.deepEqual(set.told.at(-1), { type: "chart_answered", generation: 1, reading: AAA, client: "c1", reply: OVERVIEW.result });
});

test("a site that is not switched on, and one that is not taught, are told and never asked about", async () => {
  const { set, follow } = scene(null, () => OVERVIEW);
  set.kind = "off";
  await follow();
  set.kind = "untaught";
  await follow();
  assert.deepEqual(types(set), ["new_site", "untaught"]);
  assert.deepEqual([set.told[0].site, set.told[0].generation], [SITE, 1]);
  assert.deepEqual([set.told[1].teaching, set.told[1].generation], [{ origin: SITE.origin }, 1]);
  assert.deepEqual(set.asked, []);
});

test("a page without a chart is told at once", async () => {
  const { set, follow } = scene(at(null, ""), () => OVERVIEW);
  await follow();
  set.reading = null;
  await follow();
  assert.deepEqual(types(set), ["no_chart", "no_chart"]);
  assert.deepEqual(set.asked, []);
});

test("a page that reads otherwise after the answer is not believed", async () => {
  const { set, follow } = scene(AAA, () => {
    set.reading = at("aaa", "Dominic");
    return OVERVIEW;
  });
  await follow();
  assert.deepEqual(set.told.at(-1), { type: "page_changed", generation: 1 });
  assert.ok(!types(set).includes("chart_answered"));
});

test("another tab in front after the answer is not believed, even with the same words", async () => {
  const { set, follow } = scene(AAA, () => {
    set.tabId = 8;
    return OVERVIEW;
  });
  await follow();
  assert.equal(types(set).at(-1), "page_changed");
  assert.ok(!types(set).includes("chart_answered"));
});

test("a reading that was not believed vouches for no later one", async () => {
  const { set, following, follow } = scene(AAA, () => {
    set.reading = at("bbb", "Catherine");
    return OVERVIEW;
  });
  await follow();
  assert.ok(!following.believes({ tabId: 7, reading: AAA }));
  set.reading = AAA;
  set.answer = () => OVERVIEW;
  await follow();
  assert.ok(following.believes({ tabId: 7, reading: AAA }));
  assert.ok(!following.believes({ tabId: 8, reading: AAA }), "each tab is believed for itself");
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
  assert.deepEqual(set.asked[1][1], IN_DOUBT("bbb"));
  assert.deepEqual(types(set), ["chart_seen"], "nobody is shown, nobody is asked about");
  t.mock.timers.tick(1999);
  assert.deepEqual(types(set), ["chart_seen"]);
  t.mock.timers.tick(1);
  assert.equal(set.told.at(-1).type, "no_chart");
  assert.equal(set.told.at(-1).why, "left_over");
  set.answer = () => OVERVIEW;
  await follow();
  assert.equal(set.told.at(-1).type, "chart_answered", "the companion knows this address");
});

test("nothing on the banner may speak against a client whom the address vouched for", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { set, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  set.reading = at("bbb", "Catherine");
  set.answer = (path, asked) => ("birth_date" in asked ? WHICH : OVERVIEW);
  set.asked = [];
  set.told = [];
  await follow();
  assert.deepEqual(set.asked.map(([, asked]) => asked), [IN_DOUBT("bbb"), set.reading.identity]);
  assert.deepEqual(types(set), ["chart_seen"], "a namesake with another birth date is shown in no frame");
  t.mock.timers.tick(2000);
  assert.equal(set.told.at(-1).why, "left_over");
});

test("a banner left over where nothing can vouch is never asked about", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { set, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  set.reading = at(null, "Catherine", { where: "/today", about: "" });
  set.asked = [];
  set.told = [];
  await follow();
  assert.deepEqual(types(set), ["chart_seen"]);
  t.mock.timers.tick(2000);
  assert.equal(set.told.at(-1).type, "no_chart");
  assert.deepEqual(set.asked, []);
});

test("a page loaded anew with the banner of the client before is asked about once it has stayed as it is", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { set, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  set.reading = at("bbb", "Catherine", { document: 2 });
  set.asked = [];
  set.told = [];
  await follow();
  t.mock.timers.tick(1999);
  await rests();
  assert.deepEqual([types(set), set.asked], [["chart_seen"], []]);
  t.mock.timers.tick(1);
  await rests();
  assert.deepEqual(set.asked, [["/v1/chart/open", set.reading.identity]]);
  assert.equal(set.told.at(-1).type, "chart_answered");
});

test("what was to be asked after a while is not, when something has changed meanwhile", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { set, follow } = scene(AAA, () => OVERVIEW);
  await follow();
  set.reading = at("bbb", "Catherine", { document: 2 });
  await follow();
  set.asked = [];
  set.now = 2;
  t.mock.timers.tick(5000);
  await rests();
  assert.deepEqual(set.asked, []);
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
  const { set, follow } = scene(at("bbb", "Catherine", { contradicts: true }), () => OVERVIEW);
  await follow();
  assert.deepEqual([set.asked, types(set)], [[], ["chart_seen"]]);
  t.mock.timers.tick(2000);
  assert.equal(types(set).at(-1), "no_chart");
  assert.equal(set.told.at(-1).why, "divided");
});

test("a page that came to one mind says nothing of having been of two", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { set, follow } = scene(at("aaa", "", {}), () => OVERVIEW);
  await follow();
  set.reading = AAA;
  await follow();
  t.mock.timers.tick(5000);
  assert.equal(types(set).at(-1), "chart_answered");
});

test("no two questions about a chart are open at once, and one out of date is never asked", async () => {
  let answerFirst;
  const { set, follow } = scene(AAA, () => new Promise((resolve) => (answerFirst = resolve)));
  const first = follow(1);
  await rests();
  set.now = 3;
  const second = follow(2);
  const third = follow(3);
  await rests();
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
  assert.deepEqual(set.told.at(-1), { type: "chart_failed", generation: 1, kind: "damaged", say: "A file fails its check." });
  set.answer = () => Promise.reject(new CompanionError("locked", "Locked."));
  await follow();
  assert.deepEqual(set.told.at(-1), { type: "link", link: "locked", say: "Locked.", generation: 1 });
  set.answer = () => Promise.reject(new TypeError("odd"));
  await follow();
  assert.deepEqual([set.told.at(-1).type, set.told.at(-1).kind], ["chart_failed", "error"]);
  set.answer = () => OVERVIEW;
  await follow();
  assert.equal(set.told.at(-1).type, "chart_answered");
});

for (const path of ["/v1/chart/confirm", "/v1/chart/reject"]) {
  test(`a decision is for the page that was on screen (${path})`, async () => {
    const { set, following, companion } = scene(AAA, () => OVERVIEW);
    await following.decide(companion, 1, path, AAA, "c1");
    assert.deepEqual(set.asked, [[path, { ...AAA.identity, client_id: "c1" }]]);
    for (const other of [at("bbb", "Dominic"), at("aaa", "Catherine", { document: 2 }), null]) {
      set.reading = other;
      await following.decide(companion, 1, path, AAA, "c1");
      assert.equal(set.asked.length, 1);
      assert.equal(set.told.at(-1).type, "page_changed");
    }
  });
}
