import assert from "node:assert/strict";
import test from "node:test";
import { eitherOrder, isoDate, nameIn, recordNumber, sameWords } from "../../extension/said.js";

const NOW = new Date(2026, 5, 1);
const MONTHS = "January February March April May June July August September October November December".split(" ");
const two = (number) => String(number).padStart(2, "0");

/** The same numbers in every run. */
function seeded(seed) {
  let at = seed;
  return (below) => {
    at = (Math.imul(at, 1103515245) + 12345) >>> 0;
    return Math.floor((at / 2 ** 32) * below);
  };
}

test("a birth date is read as EHRs write it", () => {
  const written = [
    ...["1982-04-17", "1982/04/17", "1982.4.17", "1982-04-17T00:00:00.000Z", "Apr 17, 1982", "APRIL 17 1982", "17 Apr 1982"],
    ...["17-Apr-1982", "17th April, 1982", "April 17th, 1982", "Apr. 17, 1982", "17.04.1982", "17.4.1982"],
  ];
  for (const said of written) {
    for (const order of ["mdy", "dmy"]) assert.equal(isoDate(said, order, NOW), "1982-04-17", `${said} ${order}`);
  }
  for (const said of ["04/17/1982", "4/17/1982", "4-17-1982", "(04/17/1982)", "DOB04/17/1982", "04/17/1982."]) {
    assert.equal(isoDate(said, "mdy", NOW), "1982-04-17", said);
    assert.equal(isoDate(said, "dmy", NOW), null, said);
  }
  for (const said of ["17/04/1982", "17-4-1982"]) {
    assert.equal(isoDate(said, "dmy", NOW), "1982-04-17", said);
    assert.equal(isoDate(said, "mdy", NOW), null, said);
  }
});

test("figures that mean two days are read as the site writes dates", () => {
  assert.equal(isoDate("03/04/1982", "mdy"), "1982-03-04");
  assert.equal(isoDate("03/04/1982", "dmy"), "1982-04-03");
  assert.equal(isoDate("03.04.1982", "mdy"), "1982-04-03", "points are never written month first");
  assert.ok(eitherOrder("03/04/1982"));
  for (const said of ["04/17/1982", "04/04/1982", "3 Apr 1982", "1982-03-04", "03.04.1982", "none"]) {
    assert.ok(!eitherOrder(said), said);
  }
});

test("a year of two figures is the last such year", () => {
  assert.equal(isoDate("04/17/82", "mdy", NOW), "1982-04-17");
  assert.equal(isoDate("04/17/26", "mdy", NOW), "2026-04-17");
  assert.equal(isoDate("04/17/27", "mdy", NOW), "1927-04-17");
  assert.equal(isoDate("17.04.00", "dmy", NOW), "2000-04-17");
});

test("of two dates the one that is called a birth date counts, else none", () => {
  const born = [
    ...["DOB 04/17/1982 Admitted 05/01/2020", "Admitted 05/01/2020 Born 04/17/1982", "D.O.B.: 04/17/1982 / 05/01/2020"],
    ...["Birthday: 04/17/1982; seen 05/01/2020", "Seen 05/01/2020, date of birth - 04/17/1982", "Birth date Apr 17, 1982, 1 May 2020"],
    ...["04/17/1982 (4/17/1982)", "17 Apr 1982 04/17/1982"],
  ];
  for (const said of born) assert.equal(isoDate(said), "1982-04-17", said);
  const doubtful = [
    ...["05/01/2020 04/17/1982", "04/17/1982-05/01/2020", "04/17/1982 - 05/01/2020", "DOB 04/17/1982 DOB 04/18/1982"],
    ...["04/17/1982 13/13/1982", "1982-04-17/2020-05-01", "Born 04/17/1982 born 13/13/1982"],
  ];
  for (const said of doubtful) assert.equal(isoDate(said), null, said);
});

test("what is no date is none", () => {
  const nonsense = [
    ...[null, "", "—", "1982", "43", "April 1982", "May 82", "Foo 17, 1982", "17 Foo 1982", "not yet", "20-4471", "1/2/3"],
    ...["02/30/1982", "02/29/2023", "00/10/1990", "10/00/1990", "13/13/1990", "1982-13-01", "1982-00-10", "Jan 32, 1990"],
    ...["04/17-1982", "04 / 17 / 1982", "12345/04/17/1982", "04/17/19822", "1.04/17/1982", "04/17/1782", "99/99/9999"],
    ...["Decathlon 12, 1990", "Marianne 12 1990", "Augusta 3, 1990", "MRN 04-17-1982-7", "192.168.10.12", "1.2.2024.5"],
  ];
  for (const said of nonsense) assert.equal(isoDate(said), null, String(said));
  assert.equal(isoDate("02/29/2024"), "2024-02-29");
});

test("every day of two centuries, in every way of writing it, is read as that day or not at all", () => {
  const below = seeded(7);
  for (let turn = 0; turn < 4000; turn += 1) {
    const [y, m, d] = [1900 + below(126), 1 + below(12), 1 + below(31)];
    const iso = `${y}-${two(m)}-${two(d)}`;
    const real = new Date(`${iso}T00:00:00Z`);
    const day = !Number.isNaN(real.getTime()) && real.getUTCDate() === d ? iso : null;
    const name = MONTHS[m - 1];
    const forms = {
      mdy: [`${m}/${d}/${y}`, `${two(m)}-${two(d)}-${y}`, `DOB: ${m}/${d}/${y} (43 y)`],
      dmy: [`${d}/${m}/${y}`, `${two(d)}-${two(m)}-${y}`, `geb. ${d}.${m}.${y}`],
    };
    const either = [iso, `${y}/${m}/${d}`, `${name} ${d}, ${y}`, `${d} ${name.slice(0, 3)} ${y}`, `${d}-${name.slice(0, 3)}-${y}`, `${d}.${m}.${y}`];
    for (const order of ["mdy", "dmy"]) {
      for (const said of [...forms[order], ...either]) assert.equal(isoDate(said, order, NOW), day, `${said} ${order}`);
      const other = forms[order === "mdy" ? "dmy" : "mdy"][0];
      const read = isoDate(other, order, NOW);
      assert.ok(read === null || (d <= 12 && read === `${y}-${two(d)}-${two(m)}`), `${other} ${order}`);
    }
  }
});

test("no text makes it throw, and what is read is a day", () => {
  const below = seeded(11);
  const letters = [..."0123456789/-. ,:#()[]=;|", ..."DOBMRNaprjun\u00e9\u0301\u{1f642}"];
  for (let turn = 0; turn < 20_000; turn += 1) {
    const said = Array.from({ length: below(24) }, () => letters[below(letters.length)]).join("");
    assert.match(isoDate(said, turn % 2 ? "mdy" : "dmy", NOW) ?? "1900-01-01", /^\d{4}-\d\d-\d\d$/, said);
    assert.match(recordNumber(said) ?? "1", /^[^\s:()[\],;|#=]*\d[^\s:()[\],;|#=]*$/, said);
    assert.ok(!/\d/.test(nameIn(said)), said);
    sameWords(said);
  }
});

test("a record number is the one number, or the one that is called so", () => {
  const called = [
    ...["20-4471", "MRN: 20-4471", "MRN 20-4471 (active)", "MRN#20-4471", "MRN# 20-4471", "MRN #20-4471", "#20-4471", "PID=20-4471"],
    ...["ID:20-4471", "Record no. 20-4471", "Rec. No.: 20-4471", "20-4471.", "Chart 20-4471, 2 visits", "MRN 20-4471 DOB 04/17/1982"],
    ...["Account number 20-4471 | age 43", "Client ID 20-4471 Room 4", "[20-4471]", "Medical Record: 20-4471"],
  ];
  for (const said of called) assert.equal(recordNumber(said), "20-4471", said);
  const plain = { "A-1234": "A-1234", "123": "123", "CL.20.4471": "CL.20.4471", "0000123": "0000123", "Rec. No.: 20/4471": "20/4471" };
  for (const [said, number] of Object.entries(plain)) assert.equal(recordNumber(said), number, said);
});

test("where two numbers might be meant, or none is there, there is no record number", () => {
  const doubtful = [
    ...["", "none", "MRN: —", "04/17/1982", "DOB 17 Apr 1982", "20-4471 43", "MRN 12 ID 13", "2 of 3", "Acct. 7 / MRN 9"],
    ...["Catherine Lindqvist 20-4471 43 y", "#7 #8"],
  ];
  for (const said of doubtful) assert.equal(recordNumber(said), null, said);
});

test("a name without what stands beside it", () => {
  const beside = [
    ...["Catherine Lindqvist", "  Catherine   Lindqvist | ", "Client: Catherine Lindqvist", "Catherine Lindqvist (she/her)"],
    ...["Catherine Lindqvist she/her/hers", "Catherine Lindqvist they/them", "Catherine Lindqvist, 43 yrs old", "Catherine Lindqvist 43F"],
    ...["Catherine Lindqvist [MRN 7]", "Catherine Lindqvist 43 y/o", "Catherine Lindqvist, 43y", "Catherine (Kate) Lindqvist", "Name: Catherine Lindqvist"],
    ...["Catherine Lindqvist 04/17/1982", "Catherine Lindqvist #20-4471", "· Catherine Lindqvist ·"],
  ];
  for (const said of beside) assert.equal(nameIn(said), "Catherine Lindqvist", said);
  for (const said of ["Lindqvist, Catherine", "Mary-Jane O'Neil", "J. R. Ferrante III", "Zo\u00eb \u00c5ngstr\u00f6m", "Xi Wu", "\u674e\u5c0f\u9f99"]) {
    assert.equal(nameIn(said), said);
  }
  for (const said of ["", "—", "43", "(none)", "#7"]) assert.ok(!/\p{L}/u.test(nameIn(said)), said);
});

test("the words of a name are the same in any order, case and accent", () => {
  assert.equal(sameWords("Lindqvist, Catherine"), sameWords("CATHERINE  LINDQVIST"));
  assert.equal(sameWords("Zo\u00eb Ren\u00e9e"), sameWords("Renee Zoe"), "accents and the words around them");
  assert.equal(sameWords("Zoe\u0308"), sameWords("Zo\u00eb"));
  assert.notEqual(sameWords("Catherine Lindqvist"), sameWords("Catherine Lindquist"));
  assert.notEqual(sameWords("Anna Anna"), sameWords("Anna"));
  assert.equal(sameWords("—"), "");
});
