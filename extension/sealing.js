// @ts-check
/**
 * The bytes of docs/protocol.md: keys by HKDF, proofs by HMAC, bodies as compact JWE (`dir`, `A256GCM`). All of it is
 * WebCrypto; nothing here fetches or keeps anything.
 */

/** @typedef {{alg: "dir", enc: "A256GCM", kid: string, n?: number, to?: string, re?: number}} SealedHeader */

const UTF8 = new TextEncoder();
const TEXT = new TextDecoder("utf-8", { fatal: true });

/** Bytes of a nonce or an id. */
export const NONCE = 16;

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function utf8(text) {
  return new Uint8Array(UTF8.encode(text));
}

/** @param {readonly Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** base64url without padding. @param {Uint8Array} bytes @returns {string} */
export function toText(bytes) {
  let raw = "";
  for (const byte of bytes) raw += String.fromCharCode(byte);
  return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The bytes of base64url text. Throws on anything else, and when `length` is given and not met.
 * @param {string} text @param {number} [length] @returns {Uint8Array<ArrayBuffer>}
 */
export function toBytes(text, length) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new TypeError("not base64url");
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
  if (length !== undefined && bytes.length !== length) throw new TypeError("wrong length");
  return bytes;
}

/** @returns {Uint8Array<ArrayBuffer>} a fresh nonce */
export function freshNonce() {
  return crypto.getRandomValues(new Uint8Array(NONCE));
}

/**
 * A key that only derives others and cannot be read out again, not even by this extension.
 * @param {Uint8Array<ArrayBuffer>} secret @returns {Promise<CryptoKey>}
 */
export function rootKey(secret) {
  return crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits", "deriveKey"]);
}

/** @param {Uint8Array<ArrayBuffer>} salt @param {string} info */
function hkdf(salt, info) {
  return { name: "HKDF", hash: "SHA-256", salt, info: utf8(info) };
}

/** HKDF-SHA256, 32 bytes out, as the root of more keys.
 * @param {CryptoKey} root @param {Uint8Array<ArrayBuffer>} salt @param {string} info @returns {Promise<CryptoKey>} */
export async function deriveRoot(root, salt, info) {
  return rootKey(new Uint8Array(await crypto.subtle.deriveBits(hkdf(salt, info), root, 256)));
}

/** HKDF-SHA256 to a key for proofs.
 * @param {CryptoKey} root @param {Uint8Array<ArrayBuffer>} salt @param {string} info @returns {Promise<CryptoKey>} */
export function deriveProofKey(root, salt, info) {
  const kind = { name: "HMAC", hash: "SHA-256", length: 256 };
  return crypto.subtle.deriveKey(hkdf(salt, info), root, kind, false, ["sign", "verify"]);
}

/** HKDF-SHA256 to a key for one direction of a session.
 * @param {CryptoKey} root @param {Uint8Array<ArrayBuffer>} salt @param {string} info
 * @param {"encrypt" | "decrypt"} use @returns {Promise<CryptoKey>} */
export function deriveSealKey(root, salt, info, use) {
  return crypto.subtle.deriveKey(hkdf(salt, info), root, { name: "AES-GCM", length: 256 }, false, [use]);
}

/** @param {string} who @param {readonly Uint8Array[]} parts */
function claim(who, parts) {
  return join(utf8(who), new Uint8Array(1), ...parts);
}

/** HMAC over `who`, a zero byte and the parts.
 * @param {CryptoKey} key @param {string} who @param {readonly Uint8Array[]} parts @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function prove(key, who, ...parts) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, claim(who, parts)));
}

/** A port as a proof holds it: two bytes, big-endian. @param {number} port */
export function portBytes(port) {
  return new Uint8Array([port >> 8, port & 255]);
}

/** Whether `given` is that proof; compared by WebCrypto, in constant time.
 * @param {CryptoKey} key @param {Uint8Array<ArrayBuffer>} given @param {string} who @param {readonly Uint8Array[]} parts */
export function proven(key, given, who, ...parts) {
  return crypto.subtle.verify("HMAC", key, given, claim(who, parts));
}

/**
 * Seals a JSON body. The header travels readable and is authenticated with the body.
 * @param {CryptoKey} key @param {Omit<SealedHeader, "alg" | "enc">} header @param {object} body @returns {Promise<string>}
 */
export async function seal(key, header, body) {
  const head = toText(utf8(JSON.stringify({ alg: "dir", enc: "A256GCM", ...header })));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: utf8(head), tagLength: 128 };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, utf8(JSON.stringify(body))));
  const tag = sealed.length - 16;
  return [head, "", toText(iv), toText(sealed.subarray(0, tag)), toText(sealed.subarray(tag))].join(".");
}

/**
 * Opens what `seal` of the other side made. Throws on anything but `dir` with `A256GCM` under this key.
 * @param {CryptoKey} key @param {string} compact @returns {Promise<{header: SealedHeader, body: any}>}
 */
export async function unseal(key, compact) {
  const [head, wrapped, iv, text, tag, ...more] = compact.split(".");
  if (!head || wrapped !== "" || !iv || text === undefined || !tag || more.length) throw new TypeError("not sealed");
  const header = JSON.parse(TEXT.decode(toBytes(head)));
  if (header.alg !== "dir" || header.enc !== "A256GCM" || "zip" in header || "crit" in header) {
    throw new TypeError("sealed otherwise");
  }
  const how = { name: "AES-GCM", iv: toBytes(iv, 12), additionalData: utf8(head), tagLength: 128 };
  const body = await crypto.subtle.decrypt(how, key, join(toBytes(text), toBytes(tag, 16)));
  return { header, body: JSON.parse(TEXT.decode(body)) };
}
