// @ts-check
/**
 * Talks to the companion on this computer, as docs/protocol.md says. The only file that fetches, and 127.0.0.1 is the
 * only place it knows.
 */
import * as sealing from "./sealing.js";

/** @typedef {import("./pairing.js").Pairing} Pairing */
/**
 * @typedef {"not_running" | "slow" | "not_ours" | "locked" | "refused" | "not_sure" | "no_consent" | "not_found" | "not_ready" | "bad_request"
 *   | "damaged" | "error"} ErrorKind `not_running`: nobody answers; `slow`: not in time; `not_ours`: somebody answers who is not our
 *   companion; the others are the companion's own (companion/errors.py)
 */
/** @typedef {{id: string, up: CryptoKey, down: CryptoKey, counter: number}} Session */
/** @template T @typedef {{client: string | null, result: T}} Answer */

const PATIENCE = 10_000;
/** The companion holds a long-poll for 25 seconds; a backup, an export or what an EHR gave is answered when it is written; an EHR
 * is waited for as long as the companion does. @type {Record<string, number>} */
const PATIENCE_FOR = {
  "/v1/listen": 35_000,
  ...{ "/v1/backup": 600_000, "/v1/export": 600_000, "/v1/ehr/pull/keep": 600_000 },
  ...{ "/v1/ehr/look": 60_000, "/v1/ehr/pull": 60_000 },
};
const SLOW = "Eyeline did not answer in time.";
const NO_SALT = new Uint8Array(0);

/** A call that failed: `kind` is stable, `say` is a sentence for the therapist. */
export class CompanionError extends Error {
  /** @param {ErrorKind} kind @param {string} say */
  constructor(kind, say) {
    super(say);
    this.kind = kind;
    this.say = say;
  }
}

/**
 * One POST to the companion's port. Sends no cookies, follows no redirect, keeps nothing.
 * @param {number} port @param {string} path @param {string} type @param {string} body @param {number} patience
 * @returns {Promise<{status: number, sealed: boolean, text: string}>}
 */
async function post(port, path, type, body, patience) {
  try {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: "POST",
      headers: { "Content-Type": type },
      body,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patience),
    });
    const sealed = (reply.headers.get("content-type") ?? "").startsWith("application/jose");
    return { status: reply.status, sealed, text: await reply.text() };
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") throw new CompanionError("slow", SLOW);
    throw new CompanionError("not_running", "Eyeline is not running on this computer.");
  }
}

/** @returns {CompanionError} */
function notOurs() {
  return new CompanionError("not_ours", "Another program answers on Eyeline's port.");
}

/**
 * An open request of the handshake, in JSON. Throws `locked`, `refused` or `not_ours` for anything but a reply.
 * @param {number} port @param {string} path @param {object} body @returns {Promise<any>}
 */
export async function postOpen(port, path, body) {
  const reply = await post(port, path, "application/json", JSON.stringify(body), PATIENCE);
  /** @type {any} */
  let said;
  try {
    said = JSON.parse(reply.text);
  } catch {
    throw notOurs();
  }
  if (reply.status === 200 && said && typeof said === "object") return said;
  throw unproven(reply.status, said?.error?.kind);
}

/**
 * What an answer without proof may mean. Nobody has proven to be the companion here, so its sentence is not shown.
 * @param {number} status @param {unknown} kind @returns {CompanionError}
 */
function unproven(status, kind) {
  if (status === 423 && kind === "locked") return new CompanionError("locked", "Eyeline is locked.");
  if (status === 403 && kind === "refused") return new CompanionError("refused", "Eyeline does not know this browser.");
  return notOurs();
}

/** One panel's line to the companion. A session is begun when it is first needed, and again when the companion has
 * been started anew. */
export class Companion {
  /** @type {Promise<Session> | null} */
  #session = null;

  /** @param {Pairing} pairing */
  constructor(pairing) {
    this.pairing = pairing;
  }

  /**
   * Asks one thing, sealed, and returns what the companion answered about which client.
   * @param {string} path @param {object} params @returns {Promise<Answer<any>>}
   */
  async ask(path, params) {
    const first = this.#begun();
    try {
      return await this.#askIn(await first, path, params);
    } catch (error) {
      const kind = error instanceof CompanionError ? error.kind : "not_ours";
      // whoever answers next has to prove itself anew
      const over = kind === "refused" || kind === "not_running" || kind === "slow" || kind === "not_ours";
      if (over && this.#session === first) this.#session = null;
      if (kind !== "refused") throw error;
    }
    // a session is refused when the companion was started anew: one fresh session, one more try
    return this.#askIn(await this.#begun(), path, params);
  }

  /** The next events after `since`; answers after 25 seconds at the latest.
   * @param {number} since @returns {Promise<import("./replies.js").ListenReply>} */
  async listen(since) {
    return (await this.ask("/v1/listen", { since })).result;
  }

  #begun() {
    this.#session ??= this.#begin().catch((error) => {
      this.#session = null;
      throw error;
    });
    return this.#session;
  }

  /** @returns {Promise<Session>} */
  async #begin() {
    const { pairing, port, key } = this.pairing;
    const ours = sealing.freshNonce();
    const said = await postOpen(port, "/v1/session", { pairing, nonce: sealing.toText(ours) });
    const begun = await this.#checked(key, port, ours, said);
    if (!begun) throw notOurs();
    const [up, down] = await Promise.all([
      sealing.deriveSealKey(key, begun.salt, "eyeline/1 up", "encrypt"),
      sealing.deriveSealKey(key, begun.salt, "eyeline/1 down", "decrypt"),
    ]);
    return { id: said.session, up, down, counter: 0 };
  }

  /** The companion proves itself before it is told anything.
   * @param {CryptoKey} key @param {number} port @param {Uint8Array<ArrayBuffer>} ours @param {any} said */
  async #checked(key, port, ours, said) {
    try {
      const salt = sealing.join(ours, sealing.toBytes(String(said.nonce), sealing.NONCE));
      const id = sealing.toBytes(String(said.session), sealing.NONCE);
      const proofKey = await sealing.deriveProofKey(key, NO_SALT, "eyeline/1 proof");
      const proof = sealing.toBytes(String(said.proof), 32);
      return (await sealing.proven(proofKey, proof, "companion", salt, id, sealing.portBytes(port))) ? { salt } : null;
    } catch {
      return null;
    }
  }

  /** @param {Session} session @param {string} path @param {object} params @returns {Promise<Answer<any>>} */
  async #askIn(session, path, params) {
    const n = ++session.counter;
    const id = sealing.toText(sealing.freshNonce());
    const body = await sealing.seal(session.up, { kid: session.id, n, to: path }, { id, params });
    const reply = await post(this.pairing.port, path, "application/jose", body, PATIENCE_FOR[path] ?? PATIENCE);
    if (!reply.sealed) throw refusal(reply);
    const said = await opened(session, reply.text, n, id);
    if (said.error) throw new CompanionError(said.error.kind, said.error.say);
    return { client: said.client, result: said.result };
  }
}

/** @param {{status: number, text: string}} reply @returns {CompanionError} */
function refusal(reply) {
  try {
    return unproven(reply.status, JSON.parse(reply.text)?.error?.kind);
  } catch {
    return notOurs();
  }
}

/** The reply's body, if it is the reply to this very request.
 * @param {Session} session @param {string} text @param {number} n @param {string} id @returns {Promise<any>} */
async function opened(session, text, n, id) {
  try {
    const { header, body } = await sealing.unseal(session.down, text);
    if (header.kid === session.id && header.re === n && body.id === id && ("result" in body || "error" in body)) {
      return body;
    }
  } catch {
    // what cannot be opened was not sealed by our companion
  }
  throw notOurs();
}
