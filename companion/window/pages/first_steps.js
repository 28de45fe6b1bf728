// @ts-check
/** The first run, one step after the other; unlocking and locking; browsers that may ask. */
import { CompanionError } from "../../../extension/companion.js";
import { isTypedAgain, toBeChecked } from "./state.js";

/** @typedef {import("./window.js").Room} Room */

const SHORTEST = 12;

/** @param {Room} room @param {() => Promise<void>} followReading @param {() => Promise<void>} showClients */
export function firstSteps(room, followReading, showClients) {
  let code = 0;

  async function begin() {
    /** @type {import("../../../extension/replies.js").VaultStateReply} */
    const vault = await room.ask("/v1/vault/state");
    if (!vault.made) return room.change({ firstRun: true }), room.show("welcome");
    if (vault.locked) return room.change({ pinTries: vault.pin_tries }), room.show("unlock");
    await enter();
  }

  /** What an open Eyeline begins with: the clients, or, where there are none, bringing notes in. */
  async function enter() {
    await lookUp();
    room.change({ firstRun: false });
    void followReading();
    if (room.state.clients.length) await showClients();
    else room.show("bring_in");
  }

  async function lookUp() {
    const paths = ["/v1/clients", "/v1/vault/state", "/v1/ehr/list", "/v1/backup/state"];
    const [{ clients }, vault, ehrs, backup] = await Promise.all(paths.map((path) => room.ask(path)));
    room.change({ clients, ehrs, backup, inKeyring: vault.in_keyring, pinTries: vault.pin_tries, problem: vault.problem, waiting: vault.passages_waiting });
  }

  /** Where the companion has been locked from elsewhere. */
  async function lookAgain() {
    const vault = await room.ask("/v1/vault/state");
    if (vault.locked && vault.made) room.failed(new CompanionError("locked", ""));
  }

  /** @param {string} passphrase @param {string} again */
  function choosePassphrase(passphrase, again) {
    if (passphrase.length < SHORTEST) {
      return room.change({ say: `That has ${passphrase.length} characters; it needs at least ${SHORTEST}. A sentence is easy to keep.` });
    }
    if (passphrase !== again) return room.change({ say: "The two are not the same. Type the second again." });
    return room.work(async () => {
      const { recovery_key } = await room.ask("/v1/vault/create", { passphrase });
      room.change({ recovery: toBeChecked(recovery_key) });
      room.show("recovery");
    });
  }

  /** @param {string[]} typed */
  function checkRecovery(typed) {
    const { recovery } = room.state;
    if (!recovery) return;
    if (!isTypedAgain(recovery, typed)) return room.change({ say: "That is not what the key says there. Compare it with your copy." });
    room.change({ recovery: null });
    room.show("keyring");
  }

  /** @param {boolean} keep */
  function stayOpen(keep) {
    return room.work(async () => {
      if (keep) room.change({ inKeyring: (await room.ask("/v1/vault/keyring", { keep })).in_keyring });
      await toPairing();
    });
  }

  async function toPairing() {
    room.show("pair");
    await newCode();
  }

  /** The code is good for some minutes; then it is no longer shown. */
  async function newCode() {
    const shown = await room.ask("/v1/pairing/code");
    const mine = ++code;
    room.change({ code: { code: shown.code, good: true } });
    setTimeout(() => mine === code && room.change({ code: null }), shown.seconds * 1000);
  }

  /** @param {string} pairing */
  function revoke(pairing) {
    return room.work(async () => room.change({ browsers: (await room.ask("/v1/pairing/revoke", { pairing })).browsers }));
  }

  /** A wrong PIN costs a try: how many are left is told anew. @param {"passphrase" | "recovery_key" | "pin"} way @param {string} secret */
  async function unlock(way, secret) {
    await room.work(async () => {
      await room.ask("/v1/vault/unlock", { [way]: secret });
      await enter();
    });
    if (!room.isOpen) await room.lookAtWaysIn();
  }

  /** Blank first, then asked for. */
  function lock() {
    room.showLocked();
    return room.ask("/v1/vault/lock").catch((error) => room.failed(error));
  }

  const pairing = () => room.work(newCode);
  return {
    ...{ begin, enter: () => room.work(enter), lookAgain },
    ...{ choosePassphrase, checkRecovery, stayOpen, pairing, revoke, unlock, lock },
  };
}
