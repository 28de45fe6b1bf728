import assert from "node:assert/strict";
import test from "node:test";
import { PairingError, pair, readCode } from "../../extension/pairing.js";

// base32 of port 17913 and the bytes 0 to 12, as Python writes it
const CODE = "IX4Q-AAIC-AMCA-KBQH-BAEQ-UCYM";
const ORIGIN = "chrome-extension://aoobieilfhkgcmghpmkgbpnfncopolnm";

test("a code gives the port and the secret, however it is typed", () => {
  for (const typed of [CODE, CODE.toLowerCase(), ` ${CODE.replaceAll("-", " ")}\n`, CODE.replaceAll("-", "–")]) {
    const { port, secret } = readCode(typed);
    assert.equal(port, 17913);
    assert.deepEqual([...secret], [...Array(13).keys()]);
  }
});

test("what is no code is refused with a reason", () => {
  assert.throws(() => readCode(CODE.slice(0, -1)), /24 letters; these are 23/);
  assert.throws(() => readCode(CODE.replace("Q", "0")), /no 0, 1, 8 or 9/);
  assert.throws(() => readCode("ä".repeat(24)), PairingError);
  assert.throws(() => readCode("A".repeat(24)), PairingError, "port 0");
  assert.throws(() => readCode(""), PairingError);
});

test("a companion that cannot prove the code is told nothing but a nonce", async () => {
  const heard = [];
  const squatter = async (port, path, body) => {
    heard.push([port, path, body]);
    return { attempt: "a", nonce: "A".repeat(22), proof: "A".repeat(43) };
  };
  await assert.rejects(pair(readCode(CODE), "Chrome", ORIGIN, squatter), PairingError);
  assert.equal(heard.length, 1);
  assert.deepEqual(Object.keys(heard[0][2]), ["nonce"]);
  assert.equal(heard[0][0], 17913);
});

test("an answer that is no answer is refused", async () => {
  await assert.rejects(pair(readCode(CODE), "Chrome", ORIGIN, async () => ({})), PairingError);
});
