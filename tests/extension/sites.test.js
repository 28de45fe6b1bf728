import assert from "node:assert/strict";
import test from "node:test";
import { SITES, addressOf, builtInFor, idsIn, siteOf } from "../../extension/sites.js";

const LOOPBACK = "http://127.0.0.1:8123";
const GUESSED = { ...SITES[0], address: [], address_is: "opaque" };
const place = (selector) => ({ ways: [[selector]] });
const TAUGHT = { fields: { name: [place(".n")] }, order: "dmy", echoes: true };
const UUID = "3f2504e0-4f89-11d3-9a0c-0305e82c3301";

test("a site that nobody switched on is not read, but for the demo's own", () => {
  assert.equal(siteOf("https://ehr.test", "/clients/1", {}), null);
  assert.equal(siteOf("https://secure.simplepractice.com", "/clients/1", {}), null);
  assert.equal(siteOf(LOOPBACK, "/elsewhere", {}), null);
  const demo = siteOf(LOOPBACK, "/demo-ehr/clients/20-4471", {});
  assert.deepEqual([demo?.name, demo?.order, demo?.echoes], [SITES[0].name, "mdy", false]);
});

test("what was taught is used on that origin alone", () => {
  const taught = { "https://ehr.test": TAUGHT };
  const site = siteOf("https://ehr.test", "/clients/1", taught);
  assert.deepEqual([site?.name, site?.fields, site?.order, site?.echoes], ["ehr.test", TAUGHT.fields, "dmy", true]);
  for (const other of ["https://ehr.test:444", "http://ehr.test", "https://evil.ehr.test", "https://ehr.test.evil"]) {
    assert.equal(siteOf(other, "/clients/1", taught), null, other);
  }
});

test("a built-in site keeps its addresses when it is taught, and what was taught goes before", () => {
  const site = siteOf("https://secure.simplepractice.com", "/clients/1", { "https://secure.simplepractice.com": TAUGHT });
  assert.equal(site?.name, "SimplePractice");
  assert.deepEqual(site?.address, SITES.find(({ name }) => name === "SimplePractice")?.address);
  const demo = siteOf(LOOPBACK, "/demo-ehr/", { [LOOPBACK]: TAUGHT });
  assert.deepEqual(demo?.fields, { ...SITES[0].fields, ...TAUGHT.fields });
});

test("a built-in origin is fitted whole", () => {
  assert.equal(builtInFor("https://secure.simplepractice.com", "/")?.name, "SimplePractice");
  assert.equal(builtInFor("https://clinic-9.janeapp.com", "/admin")?.name, "Jane");
  assert.equal(builtInFor("https://www.therapynotes.com", "/app")?.name, "TherapyNotes");
  const strangers = [
    ...["https://secure.simplepractice.com.evil.test", "https://evil.test#secure.simplepractice.com", "http://secure.simplepractice.com"],
    ...["https://xjaneapp.com", "https://a.b.janeapp.com", "https://www.therapynotes.com:8443", "http://127.0.0.1", "http://127.0.0.1:80.evil"],
  ];
  for (const origin of strangers) assert.equal(builtInFor(origin, "/demo-ehr/"), null, origin);
});

test("every built-in pattern is anchored, and only a verified one is believed untaught", () => {
  for (const { origin, address, verified, fields, name } of SITES) {
    assert.match(origin, /^\^.*\$$/, name);
    for (const pattern of address) assert.match(pattern, /^\^/, name);
    assert.ok(verified || Object.keys(fields).length === 0, `${name}: places that nobody has tried`);
  }
});

test("built-in addresses give the page's own id of its client", () => {
  const of = (name, path) => addressOf({ ...SITES.find((site) => site.name === name), order: "mdy", echoes: false }, path);
  assert.equal(of("SimplePractice", "/clients/ab12-cd/overview"), "ab12-cd");
  assert.equal(of("SimplePractice", "/calendar?client=/clients/1"), null, "patterns hold, nothing is guessed");
  assert.equal(of("TherapyNotes", "/app/patients/edit/AbCdEfGhIjKlMnOpQr"), "AbCdEfGhIjKlMnOpQr");
  assert.equal(of("TherapyNotes", "/app/patients/edit/short"), null);
  assert.equal(of("Jane", "/admin#patients/123/appointments"), "123");
  assert.equal(of("Jane", "/admin/patients/123"), "123");
  assert.equal(of("Jane", "/admin#appointments/9"), null);
  assert.equal(of("Harbor Practice EHR (demo)", "/demo-ehr/clients/20%2D4471/notes?x=1"), "20-4471");
});

const SHAPES = {
  "/patients/123": "123",
  "/patients/123/notes?tab=4#top": "123",
  "/patient/1234567/": "1234567",
  "/patients/123/appointments/456": "123",
  "/appointments/456/clients/123": "123",
  "/appointments/456?patientId=123": "123",
  "/clients/456/cases/123": "456",
  "/app/clients/5f3a9c1e2b7d4c0011aa22bb": "5f3a9c1e2b7d4c0011aa22bb",
  "/#/clients/77/overview": "77",
  [`/#/PF/charts/patients/${UUID}/summary`]: UUID,
  [`/apps/ehr/index.html#/PF/charts/patients/${UUID}`]: UUID,
  [`/openmrs/coreapps/clinicianfacing/patient.page?patientId=${UUID}`]: UUID,
  "/patients/edit/AbCdEf0123": "AbCdEf0123",
  "/patient/details/abcdefghijklmnopqrstuvwx": "abcdefghijklmnopqrstuvwx",
  "/chart.aspx?PatientID=88": "88",
  "/demographics.php?pid=5&x=1": "5",
  "/chart/5/encounter/8": "5",
  "/Person/12/Chart": "12",
  "/clients/view/9": "9",
  "/patients/%32%33": "23",
  "/clients;pid=7": "7",
  "/Patient/Patient-123": "Patient-123",
};
const NOBODY = [
  ...["/", "", "/clients", "/clients/new", "/clients/list/3", "/patients/search?q=smith12", "/patients?page=2", "/client/abc"],
  ...["/calendar/2026-06-01", "/messages/thread/9", "/users/55/chart", "/reports?year=2026", "/patients/a%20b%2012", "/chart.aspx?id=88"],
  ...["/clients/12345.html", "/clients/view.php?id=9", "/patients/%E0%A4%A", `/patients/${"9".repeat(81)}`],
];

for (const [path, id] of Object.entries(SHAPES)) {
  test(`guessed in ${path}: ${id}`, () => assert.equal(addressOf(GUESSED, path), id));
}

test("an address that names no client gives no id", () => {
  for (const path of NOBODY) assert.equal(addressOf(GUESSED, path), null, path);
});

test("the ids in an address, each with the word before it", () => {
  assert.equal(idsIn("/visits/9/notes/10"), "visits/9 notes/10");
  assert.equal(idsIn("/visits/9"), idsIn("/visits/9/?#"), "marks between words say nothing");
  assert.notEqual(idsIn("/visits/9"), idsIn("/visits/10"));
  assert.notEqual(idsIn("/visits/9"), idsIn("/notes/9"), "the same number of another thing");
  assert.notEqual(idsIn("/visits/9/notes/10"), idsIn("/visits/9"));
  assert.equal(idsIn("/today/list"), "");
  assert.equal(idsIn("/9"), "/9");
});

test("an address that cannot be decoded is read as it stands", () => {
  assert.equal(idsIn("/visits/9%"), "");
  assert.equal(addressOf(SITES[0], "/demo-ehr/clients/%E0%A4%A"), "%E0%A4%A");
});

/** The first word of many is not always the client's: an id that two clients' pages share would vouch for a banner left
 * over from the other. */
test("a guessed id is the client's own, or none", () => {
  assert.equal(addressOf(GUESSED, "/cases/123/clients/456"), "456");
  assert.equal(addressOf(GUESSED, "/team/members/7/patients/9"), "9");
  assert.equal(addressOf(GUESSED, "/clients/77#/clients/78"), null);
  assert.equal(addressOf(GUESSED, "/patients/2026-06-01"), null);
});

test("the companion's own tab after a launch has the launch's word for an address", () => {
  const own = "http://127.0.0.1:17913";
  const word = "Zm9vYmFyYmF6cXV4-_0123";
  const site = siteOf(own, `/ehr/launched/${word}`, {});
  assert.equal(addressOf(site, `/ehr/launched/${word}`), word);
  for (const path of ["/ehr/launched/", `/ehr/launched/${word}x`, `/ehr/launched/${word}/more`, `/ehr/launched/${word}?x=1`]) {
    assert.equal(addressOf(site, path), null, path);
  }
  assert.equal(builtInFor("https://127.0.0.1:17913", `/ehr/launched/${word}`), null);
  assert.equal(builtInFor(own, `/ehr/redirect`), null);
});
