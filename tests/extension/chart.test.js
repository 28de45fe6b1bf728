import assert from "node:assert/strict";
import test from "node:test";
import { inDoubt, isoDate, judge, readChart, readingOf, sameReading } from "../../extension/chart.js";
import { SITES } from "../../extension/sites.js";

const page = (address, name, birth, record) =>
  readingOf(
    { site: SITES[0].name, origin: "http://127.0.0.1:5", address, name, birth_date: birth, record_number: record },
    SITES,
  );
const CATHERINE = page("20-4471", "Catherine Lindqvist", "04/17/1982", "20-4471");
const DOMINIC = page("23-1187", "Dominic Ferrante", "07/02/1986", "23-1187");

test("a reading is what may be asked about", () => {
  assert.deepEqual(CATHERINE.identity, {
    site: "http://127.0.0.1:5",
    address_id: "20-4471",
    record_number: "20-4471",
    name: "Catherine Lindqvist",
    birth_date: "1982-04-17",
  });
});

test("birth dates are read as EHRs write them, or not at all", () => {
  for (const said of ["04/17/1982", "4/17/1982 (43)", "1982-04-17", "Apr 17, 1982", "April 17 1982", "17 Apr 1982"]) {
    assert.equal(isoDate(said), "1982-04-17", said);
  }
  for (const said of [null, "", "17/04/1982", "02/30/1982", "1982-13-01", "17.04.1982", "04/17/82", "Foo 17, 1982"]) {
    assert.equal(isoDate(said), null, String(said));
  }
});

test("no chart, a chart, and a page that is not ready", () => {
  assert.equal(judge(null, null), "none");
  assert.equal(judge(page(null, null, null, null), null), "none");
  assert.equal(judge(page("20-4471", null, null, null), null), "wait");
  assert.equal(judge(CATHERINE, null), "agree");
  assert.equal(judge(CATHERINE, CATHERINE), "agree");
  assert.equal(judge(DOMINIC, CATHERINE), "agree");
});

test("an address that contradicts the banner's own record number is never asked about", () => {
  assert.equal(judge(page("23-1187", "Catherine Lindqvist", "04/17/1982", "20-4471"), null), "wait");
  assert.equal(judge(page("23-1187", "Catherine Lindqvist", "04/17/1982", "20-4471"), CATHERINE), "wait");
});

test("a banner left over after the address changed is in doubt, also where the address is opaque", () => {
  const opaque = [{ ...SITES[0], address_is: "opaque" }];
  const at = (address) =>
    readingOf({ site: SITES[0].name, origin: "o", address, name: "C", birth_date: null, record_number: "1" }, opaque);
  assert.equal(judge(at("bbb"), at("aaa")), "doubt");
  assert.equal(judge(at("aaa"), at("aaa")), "agree");
});

test("in doubt only the address and the name are told: a link alone can vouch", () => {
  const told = inDoubt(CATHERINE.identity);
  assert.deepEqual(Object.keys(told).sort(), ["address_id", "name", "site"]);
});

test("two readings are the same only when all of both is", () => {
  assert.ok(sameReading(CATHERINE, structuredClone(CATHERINE)));
  assert.ok(!sameReading(CATHERINE, DOMINIC));
  assert.ok(!sameReading(CATHERINE, null));
});

/** A page as far as readChart looks at it. */
function inPage(href, found) {
  const url = new URL(href);
  globalThis.location = { origin: url.origin, pathname: url.pathname, hash: url.hash };
  globalThis.document = {
    querySelectorAll: (selector) =>
      (found[selector] ?? []).map(([text, visible = true, datetime = null]) => ({
        textContent: text,
        checkVisibility: () => visible,
        getAttribute: () => datetime,
      })),
  };
  // as the browser does: the function's text alone, without this file around it
  return new Function(`return (${readChart})(${JSON.stringify(SITES)})`)();
}

const { name, birth_date, record_number } = SITES[0].fields;

test("readChart reads the one visible element, and only on a site it knows", () => {
  const found = { [name]: [["  Catherine\n Lindqvist "], ["Old", false]], [birth_date]: [["x", true, "1982-04-17"]] };
  const read = inPage("http://127.0.0.1:8000/demo-ehr/clients/20-4471/notes", found);
  assert.deepEqual(read, {
    site: SITES[0].name,
    origin: "http://127.0.0.1:8000",
    address: "20-4471",
    name: "Catherine Lindqvist",
    birth_date: "1982-04-17",
    record_number: null,
  });
  assert.equal(inPage("https://127.0.0.1.example/demo-ehr/clients/1/notes", found), null);
  assert.equal(inPage("http://127.0.0.1:8000/elsewhere", found)?.address, null);
});

test("two visible names are no name", () => {
  const found = { [name]: [["Catherine"], ["Dominic"]], [record_number]: [["1"]] };
  assert.equal(inPage("http://127.0.0.1:8000/demo-ehr/clients/1", found).name, null);
});
