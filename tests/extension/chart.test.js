import assert from "node:assert/strict";
import test from "node:test";
import { inDoubt, judge, readingOf, sameReading } from "../../extension/chart.js";
import { SITES } from "../../extension/sites.js";

const DEMO = { ...SITES[0], order: "mdy", echoes: false };
const OPAQUE = { ...DEMO, address: ["^/c/(\\w+)"], address_is: "opaque" };
/** A site that was taught: its addresses are guessed. */
const TAUGHT = { ...OPAQUE, address: [] };

const text = (path, names = [], births = [], records = [], document = 1) => ({
  origin: "http://127.0.0.1:5",
  path,
  document,
  name: names,
  birth_date: births,
  record_number: records,
});
const demo = (address, name, birth, record) => readingOf(text(`/demo-ehr/clients/${address}`, [name], [birth], [record]), DEMO);
const CATHERINE = demo("20-4471", "Catherine Lindqvist", "04/17/1982", "20-4471");
const DOMINIC = demo("23-1187", "Dominic Ferrante", "07/02/1986", "23-1187");

/** Banner "C" at a path of a site, in a document. */
const at = (path, { site = OPAQUE, banner = "C D", document = 1 } = {}) =>
  readingOf(text(path, banner ? [banner] : [], [], banner ? ["1"] : [], document), site);

test("a reading is what may be asked about, and where it was read", () => {
  assert.deepEqual(CATHERINE, {
    identity: {
      site: "http://127.0.0.1:5",
      address_id: "20-4471",
      record_number: "20-4471",
      name: "Catherine Lindqvist",
      birth_date: "1982-04-17",
    },
    banner: "Catherine Lindqvist | 04/17/1982 | 20-4471",
    contradicts: false,
    where: "/demo-ehr/clients/20-4471",
    about: "clients/20-4471",
    came: { where: "/demo-ehr/clients/20-4471", address_id: "20-4471", about: "clients/20-4471" },
    document: 1,
  });
});

test("a page's words are read as the site writes dates, and without what stands beside a name", () => {
  const site = { ...TAUGHT, order: "dmy" };
  const { identity } = readingOf(text("/patients/77", ["Lindqvist, Catherine (she/her)"], ["DOB 03/04/1982"], ["MRN: 20-4471"]), site);
  assert.deepEqual([identity.name, identity.birth_date], ["Lindqvist, Catherine", "1982-04-03"]);
  assert.deepEqual([identity.record_number, identity.address_id], ["20-4471", "77"]);
});

test("a banner that came under another address is left over, also where nothing was seen before", () => {
  const came = (path, earlier) => readingOf({ ...text(path, ["Catherine Lindqvist"], [], ["20-4471"]), came: earlier }, TAUGHT);
  assert.equal(judge(came("/patients/78", "/patients/77"), null), "doubt");
  assert.equal(judge(came("/visits/9", "/patients/77"), null), "stale");
  assert.equal(judge(came("/patients/77/notes", "/patients/77"), null), "agree");
  assert.equal(judge(came("/patients/77", "/home"), null), "agree", "the address it came under named nobody");
});

test("a page that says nothing of a client has no chart", () => {
  assert.equal(judge(null, null), "none");
  assert.equal(judge(readingOf(text("/schedule"), TAUGHT), null), "none");
  assert.equal(judge(readingOf(text("/demo-ehr/"), DEMO), CATHERINE), "none");
});

test("an address without a banner waits, a banner without an address does not", () => {
  assert.equal(judge(at("/c/aaa", { banner: "" }), null), "wait");
  assert.equal(judge(at("/c/aaa", { banner: "" }), at("/c/aaa")), "wait");
  assert.equal(judge(at("/nowhere"), null), "agree");
});

test("a chart, the same chart again, and another one", () => {
  assert.equal(judge(CATHERINE, null), "agree");
  assert.equal(judge(CATHERINE, CATHERINE), "agree");
  assert.equal(judge(DOMINIC, CATHERINE), "agree");
});

test("an address that contradicts the banner's own record number is never asked about", () => {
  const two = demo("23-1187", "Catherine Lindqvist", "04/17/1982", "20-4471");
  for (const settled of [null, CATHERINE, DOMINIC]) assert.equal(judge(two, settled), "wait");
});

test("where the address is no record number it contradicts none", () => {
  assert.equal(readingOf(text("/c/aaa", ["C D"], [], ["1"]), OPAQUE).contradicts, false);
});

test("a page that says two things of one field is not believed", () => {
  const divided = [
    text("/c/a", ["Catherine Lindqvist", "Dominic Ferrante"]),
    text("/c/a", ["C D"], ["04/17/1982", "07/02/1986"]),
    text("/c/a", ["C D"], ["04/17/1982", "not yet"]),
    text("/c/a", ["C D"], [], ["20-4471", "23-1187"]),
    text("/c/a", ["C D"], [], ["20-4471", "loading"]),
  ];
  for (const page of divided) assert.equal(judge(readingOf(page, OPAQUE), null), "wait", JSON.stringify(page));
});

test("two places that say the same in two ways are of one mind", () => {
  const page = text("/c/a", ["Catherine Lindqvist", "Lindqvist, Catherine"], ["04/17/1982", "17 Apr 1982"], ["MRN 7", "#7"]);
  assert.equal(judge(readingOf(page, OPAQUE), null), "agree");
  const decomposed = text("/c/a", ["Zo\u00eb Brandt", "Zoe\u0308 Brandt"]);
  assert.equal(judge(readingOf(decomposed, OPAQUE), null), "agree");
});

test("a banner left over after the address changed is in doubt", () => {
  assert.equal(judge(at("/c/bbb"), at("/c/aaa")), "doubt");
  assert.equal(judge(at("/c/bbb", { banner: "E F" }), at("/c/aaa")), "agree", "another banner is no left-over");
  assert.equal(judge(at("/c/bbb", { banner: "" }), at("/c/aaa")), "wait");
});

test("the same client's next page is believed at once", () => {
  assert.equal(judge(at("/c/aaa/notes"), at("/c/aaa")), "agree");
  assert.equal(judge(at("/c/aaa?tab=2#top", { document: 2 }), at("/c/aaa")), "agree");
});

test("a page loaded anew under another address has no banner from before, but it may still be filling", () => {
  assert.equal(judge(at("/c/bbb", { document: 2 }), at("/c/aaa")), "settle");
});

test("an address without the client's id vouches for nobody", () => {
  const was = at("/c/aaa");
  assert.equal(judge(at("/visit/9"), was), "stale");
  assert.equal(judge(at("/today"), was), "stale");
  assert.equal(judge(at("/today"), at("/visit/9")), "stale", "from one visit to none");
  assert.equal(judge(at("/visit/10"), at("/visit/9")), "stale", "from one visit to the next");
  assert.equal(judge(at("/today"), at("/tomorrow")), "stale", "two pages that say nothing");
  assert.equal(judge(at("/visit/9/notes"), at("/visit/9")), "agree", "two pages of one visit");
  assert.equal(judge(at("/visit/10", { document: 2 }), at("/visit/9")), "agree", "a page that was loaded anew");
});

test("from an address without the id to one that has it, the banner is in doubt", () => {
  assert.equal(judge(at("/c/aaa"), at("/visit/9")), "doubt");
});

test("guessed addresses are judged as taught ones are", () => {
  const taught = (path, more) => at(path, { site: TAUGHT, ...more });
  assert.equal(judge(taught("/patients/77/notes"), taught("/patients/77")), "agree");
  assert.equal(judge(taught("/patients/78"), taught("/patients/77")), "doubt");
  assert.equal(judge(taught("/#/clients/78"), taught("/#/clients/77")), "doubt");
});

test("the very same place and banner are believed in any document", () => {
  assert.equal(judge(at("/today", { document: 2 }), at("/today")), "agree");
});

test("in doubt only the address and the name are told: a link alone can vouch", () => {
  assert.deepEqual(inDoubt(CATHERINE.identity), {
    site: "http://127.0.0.1:5",
    address_id: "20-4471",
    name: "Catherine Lindqvist",
  });
  assert.deepEqual(inDoubt({ site: "s" }), { site: "s", address_id: null, name: null });
});

test("two readings are the same only when all of both is", () => {
  assert.ok(sameReading(CATHERINE, structuredClone(CATHERINE)));
  assert.ok(sameReading(null, null));
  assert.ok(!sameReading(CATHERINE, DOMINIC));
  assert.ok(!sameReading(CATHERINE, null));
  assert.ok(!sameReading(CATHERINE, { ...CATHERINE, document: 2 }), "the same words in another document");
  assert.ok(!sameReading(CATHERINE, { ...CATHERINE, where: "/elsewhere" }));
});
