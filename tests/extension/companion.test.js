import assert from "node:assert/strict";
import test, { afterEach } from "node:test";
import { Companion } from "../../extension/companion.js";
import * as sealing from "../../extension/sealing.js";

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

const KEY = await sealing.rootKey(new Uint8Array(32));
const PAIRING = { pairing: "A".repeat(22), port: 17913, key: KEY };
const json = (body, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const REFUSED = { error: { kind: "refused", say: "<b>anything</b>" } };

/** A companion that speaks the protocol; `twist` changes the reply it is about to seal, `port` is the one it listens on. */
function speaking(twist = () => undefined, port = 17913) {
  const heard = { sessions: 0, paths: [], known: true };
  const keys = {};
  globalThis.fetch = async (url, { body }) => {
    const path = url.replace("http://127.0.0.1:17913", "");
    if (path === "/v1/session") {
      heard.sessions += 1;
      heard.known = true;
      const ours = sealing.freshNonce();
      const id = sealing.freshNonce();
      const salt = sealing.join(sealing.toBytes(JSON.parse(body).nonce), ours);
      keys.up = await sealing.deriveSealKey(KEY, salt, "eyeline/1 up", "decrypt");
      keys.down = await sealing.deriveSealKey(KEY, salt, "eyeline/1 down", "encrypt");
      const proofKey = await sealing.deriveProofKey(KEY, new Uint8Array(0), "eyeline/1 proof");
      const proof = await sealing.prove(proofKey, "companion", salt, id, sealing.portBytes(port));
      return json({ session: sealing.toText(id), nonce: sealing.toText(ours), proof: sealing.toText(proof) });
    }
    if (!heard.known) return json(REFUSED, 403);
    const asked = await sealing.unseal(keys.up, body);
    heard.paths.push([path, asked.header.to, asked.header.n]);
    const reply = {
      header: { kid: asked.header.kid, re: asked.header.n },
      body: { id: asked.body.id, client: "c1", result: asked.body.params },
      status: 200,
    };
    twist(reply);
    const sealed = await sealing.seal(keys.down, reply.header, reply.body);
    return new Response(sealed, { status: reply.status, headers: { "content-type": "application/jose" } });
  };
  return heard;
}
const fails = (kind) => (error) => error.kind === kind;

test("one session, many requests, each with its own counter and path", async () => {
  const heard = speaking();
  const companion = new Companion(PAIRING);
  const answers = await Promise.all([companion.ask("/v1/status", { a: 1 }), companion.ask("/v1/note", { b: 2 })]);
  assert.deepEqual(answers, [
    { client: "c1", result: { a: 1 } },
    { client: "c1", result: { b: 2 } },
  ]);
  assert.equal(heard.sessions, 1);
  assert.deepEqual(heard.paths.map(([, , n]) => n).sort(), [1, 2]);
  assert.ok(heard.paths.every(([path, to]) => path === to));
});

test("a reply to another request, session or id is not taken", async () => {
  const twists = [
    (reply) => (reply.header.re += 1),
    (reply) => (reply.header.kid = "other"),
    (reply) => (reply.body.id = "other"),
    (reply) => delete reply.body.result,
  ];
  for (const twist of twists) {
    speaking(twist);
    await assert.rejects(new Companion(PAIRING).ask("/v1/status", {}), fails("not_ours"));
  }
});

test("the companion's own error comes with its sentence", async () => {
  speaking((reply) => {
    reply.body = { id: reply.body.id, client: null, error: { kind: "not_ready", say: "Still loading." } };
    reply.status = 503;
  });
  await assert.rejects(new Companion(PAIRING).ask("/v1/echoes", {}), { kind: "not_ready", say: "Still loading." });
});

test("a companion that was started anew gets a fresh session, once", async () => {
  const heard = speaking();
  const companion = new Companion(PAIRING);
  await companion.ask("/v1/status", {});
  heard.known = false;
  await companion.ask("/v1/status", {});
  assert.equal(heard.sessions, 2);
});

test("nobody, somebody else, locked, refused: told apart, and a stranger's sentence is not shown", async () => {
  const cases = [
    [() => Promise.reject(new TypeError("Failed to fetch")), "not_running"],
    [async () => new Response("<html>"), "not_ours"],
    [async () => json({ session: "A".repeat(22), nonce: "A".repeat(22), proof: "A".repeat(43) }), "not_ours"],
    [async () => json({}), "not_ours"],
    [async () => json(null), "not_ours"],
    [async () => json({ error: { kind: "locked", say: "<b>anything</b>" } }, 423), "locked"],
    [async () => json(REFUSED, 403), "refused"],
    [async () => json({ error: { kind: "odd", say: "<b>anything</b>" } }, 500), "not_ours"],
  ];
  for (const [answer, kind] of cases) {
    globalThis.fetch = answer;
    await assert.rejects(new Companion(PAIRING).ask("/v1/status", {}), (error) => {
      return error.kind === kind && !error.say.includes("anything");
    });
  }
});

test("whoever answers after a cut line has to prove itself anew", async () => {
  const heard = speaking();
  const companion = new Companion(PAIRING);
  await companion.ask("/v1/status", {});
  const speaks = globalThis.fetch;
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  await assert.rejects(companion.ask("/v1/status", {}), fails("not_running"));
  globalThis.fetch = speaks;
  await companion.ask("/v1/status", {});
  assert.equal(heard.sessions, 2);
});

test("a program on another port that hands everything on to the companion proves nothing", async () => {
  const heard = speaking(undefined, 17914);
  await assert.rejects(new Companion(PAIRING).ask("/v1/status", {}), fails("not_ours"));
  assert.deepEqual(heard.paths, []);
});
