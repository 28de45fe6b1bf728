import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import * as sealing from "../../extension/sealing.js";

const given = JSON.parse(await readFile(new URL("sealing_vectors.json", import.meta.url), "utf-8"));
const bytes = (name) => sealing.toBytes(given[name]);
const salt = sealing.join(bytes("ours"), bytes("theirs"));
const secret = await sealing.rootKey(bytes("secret"));
const pairing = await sealing.deriveRoot(secret, salt, "eyeline/1 pairing");

test("a proof of the code is the one that Python makes", async () => {
  const key = await sealing.deriveProofKey(secret, new Uint8Array(0), "eyeline/1 code");
  const origin = sealing.utf8(given.origin);
  assert.equal(sealing.toText(await sealing.prove(key, "companion", salt, origin)), given.code_proof);
  assert.ok(await sealing.proven(key, bytes("code_proof"), "companion", salt, origin));
  assert.ok(!(await sealing.proven(key, bytes("code_proof"), "panel", salt, origin)));
});

test("a session's proof is the one that Python makes", async () => {
  const key = await sealing.deriveProofKey(pairing, new Uint8Array(0), "eyeline/1 proof");
  assert.ok(await sealing.proven(key, bytes("session_proof"), "companion", salt, bytes("session"), sealing.portBytes(17913)));
});

test("a reply that Python sealed opens, and nothing else does", async () => {
  const down = await sealing.deriveSealKey(pairing, salt, "eyeline/1 down", "decrypt");
  const { header, body } = await sealing.unseal(down, given.sealed);
  assert.deepEqual(header, { alg: "dir", enc: "A256GCM", kid: given.session, re: 7 });
  assert.deepEqual(body, given.body);
  const up = await sealing.deriveSealKey(pairing, salt, "eyeline/1 up", "decrypt");
  await assert.rejects(sealing.unseal(up, given.sealed));
  const parts = given.sealed.split(".");
  const otherHeader = sealing.toText(sealing.utf8(JSON.stringify({ ...header, re: 8 })));
  await assert.rejects(sealing.unseal(down, [otherHeader, ...parts.slice(1)].join(".")));
  await assert.rejects(sealing.unseal(down, parts.slice(0, 4).join(".")));
  await assert.rejects(sealing.unseal(down, [...parts.slice(0, 4), "AAAA"].join(".")));
});

test("what is sealed here opens with the key that Python derives", async () => {
  const up = await sealing.deriveSealKey(pairing, salt, "eyeline/1 up", "encrypt");
  const compact = await sealing.seal(up, { kid: given.session, n: 1, to: "/v1/status" }, { id: "x", params: {} });
  const key = await crypto.subtle.importKey("raw", bytes("up"), "AES-GCM", false, ["decrypt"]);
  const { header, body } = await sealing.unseal(key, compact);
  assert.deepEqual(body, { id: "x", params: {} });
  assert.equal(header.to, "/v1/status");
});

test("keys cannot be read out", async () => {
  assert.ok(!pairing.extractable);
  await assert.rejects(crypto.subtle.exportKey("raw", pairing));
});

test("base64url is read strictly", () => {
  assert.throws(() => sealing.toBytes("a+b/"));
  assert.throws(() => sealing.toBytes("AAAA", 16));
  assert.equal(sealing.toText(sealing.toBytes("-_-_")), "-_-_");
});
