// @ts-check
/**
 * First pairing with the companion on this computer, and where its key is kept. The code is copied in once and never
 * travels; what stays is the pairing's id, the port and a key that cannot be read out, in IndexedDB. Nothing else is.
 */
import * as sealing from "./sealing.js";

/** @typedef {{pairing: string, port: number, key: CryptoKey}} Pairing */
/** @typedef {{port: number, secret: Uint8Array<ArrayBuffer>}} Code */
/** @typedef {(port: number, path: string, body: object) => Promise<any>} Post */

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const CODE_LENGTH = 24;
const NO_SALT = new Uint8Array(0);

/** Why a code or a pairing did not work, in words for the therapist. */
export class PairingError extends Error {}

/**
 * Reads a code as it was typed or pasted: case, spaces and hyphens do not matter.
 * @param {string} typed @returns {Code}
 */
export function readCode(typed) {
  const letters = typed.toUpperCase().replace(/[\s\p{Pd}]/gu, "");
  if (/[0189]/.test(letters)) throw new PairingError("A code has no 0, 1, 8 or 9. Perhaps O, I or B is meant.");
  if (!/^[A-Z2-7]*$/.test(letters)) throw new PairingError("A code is made of letters and the digits 2 to 7.");
  if (letters.length !== CODE_LENGTH) {
    throw new PairingError(`A code has ${CODE_LENGTH} letters; these are ${letters.length}.`);
  }
  const bytes = fromBase32(letters);
  const port = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  if (port === 0) throw new PairingError("This is not one of Eyeline's codes.");
  return { port, secret: bytes.slice(2) };
}

/** RFC 4648 base32 of a whole number of five-letter groups' bytes. @param {string} letters */
function fromBase32(letters) {
  const bytes = new Uint8Array((letters.length * 5) / 8);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of letters) {
    held = (held << 5) | LETTERS.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  return bytes;
}

/**
 * The two steps of docs/protocol.md. The companion has to prove that it knows the code before anything is said to it.
 * @param {Code} code @param {string} name what this browser is called in the companion's list
 * @param {string} origin ours, as the browser sends it @param {Post} post @returns {Promise<Pairing>}
 */
export async function pair(code, name, origin, post) {
  const secret = await sealing.rootKey(code.secret);
  const codeKey = await sealing.deriveProofKey(secret, NO_SALT, "eyeline/1 code");
  const ours = sealing.freshNonce();
  const begun = await post(code.port, "/v1/pair/start", { nonce: sealing.toText(ours) });
  const theirs = bytesOf(begun.nonce, sealing.NONCE);
  const both = sealing.join(ours, theirs);
  const from = sealing.utf8(origin);
  if (!(await sealing.proven(codeKey, bytesOf(begun.proof, 32), "companion", both, from))) throw wrongCode();
  const said = sealing.utf8(name);
  const proof = await sealing.prove(codeKey, "panel", both, from, new Uint8Array(1), said);
  const answer = { attempt: begun.attempt, name, proof: sealing.toText(proof) };
  const done = await post(code.port, "/v1/pair/finish", answer);
  const id = bytesOf(done.pairing, sealing.NONCE);
  if (!(await sealing.proven(codeKey, bytesOf(done.proof, 32), "paired", id))) throw wrongCode();
  return { pairing: done.pairing, port: code.port, key: await sealing.deriveRoot(secret, both, "eyeline/1 pairing") };
}

/** @param {unknown} text @param {number} length */
function bytesOf(text, length) {
  try {
    return sealing.toBytes(String(text), length);
  } catch {
    throw wrongCode();
  }
}

function wrongCode() {
  return new PairingError("This code does not fit. Ask Eyeline for a new one and copy it again.");
}

/** @returns {Promise<IDBDatabase>} */
function openShelf() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("eyeline", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("pairing");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest<T>} work @returns {Promise<T>}
 */
async function onShelf(mode, work) {
  const shelf = await openShelf();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = shelf.transaction("pairing", mode);
      const asked = work(transaction.objectStore("pairing"));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    shelf.close();
  }
}

/** @returns {Promise<Pairing | undefined>} the pairing of this browser, if there is one */
export function keptPairing() {
  return onShelf("readonly", (store) => store.get("this"));
}

/** @param {Pairing} pairing */
export async function keepPairing(pairing) {
  await onShelf("readwrite", (store) => store.put(pairing, "this"));
}
