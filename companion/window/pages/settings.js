// @ts-check
/** What can be set and looked up: this Eyeline, opening after login, browsers, the sample caseload, an end to everything. */

/** @typedef {import("./window.js").Room} Room */

/** @param {Room} room @param {() => Promise<void>} begin the window anew, as on its first day */
export function settings(room, begin) {
  function showSettings() {
    room.show("settings");
    return room.work(lookUp);
  }

  async function lookUp() {
    const paths = ["/v1/vault/about", "/v1/pairing/list", "/v1/vault/state", "/v1/ehr/list", "/v1/backup/state", "/v1/note_classes"];
    const [about, { browsers }, vault, ehrs, backup, noteClasses] = await Promise.all(paths.map((path) => room.ask(path)));
    if (room.isOpen) room.change({ about, browsers, ehrs, backup, noteClasses, code: null, inKeyring: vault.in_keyring, pinTries: vault.pin_tries, problem: vault.problem });
  }

  /** @param {boolean} keep */
  function openAfterLogin(keep) {
    return room.work(async () => {
      const { in_keyring } = await room.ask("/v1/vault/keyring", { keep });
      room.change({ inKeyring: in_keyring });
    });
  }

  /** @param {number} minutes 0 for never */
  function lockAfter(minutes) {
    return room.work(async () => {
      await room.ask("/v1/vault/lock_after", { minutes });
      await lookUp();
    });
  }

  /** @param {string} passphrase @param {string} pin */
  function choosePin(passphrase, pin) {
    return room.work(async () => {
      const { pin_tries } = await room.ask("/v1/vault/pin/choose", { passphrase, pin });
      room.change({ pinTries: pin_tries });
    }, "#opening");
  }

  function removePin() {
    return room.work(async () => {
      const { pin_tries } = await room.ask("/v1/vault/pin/remove");
      room.change({ pinTries: pin_tries });
    }, "#opening");
  }

  /** Which notes are shown, here and in every panel. @param {import("../../../extension/replies.js").NoteClassesReply} shown */
  function showNoteClasses(shown) {
    return room.work(async () => room.change({ noteClasses: await room.ask("/v1/note_classes/show", shown) }));
  }

  /** @param {boolean} start */
  function startAtLogin(start) {
    return room.work(async () => room.change({ about: await room.ask("/v1/window/at_login", { start }) }));
  }

  function removeSample() {
    return room.work(async () => {
      const { clients } = await room.ask("/v1/sample/remove");
      room.change({ clients, listed: [], say: "" });
      await lookUp();
      document.querySelector("h1")?.focus();
    });
  }

  /** @param {string} typed */
  function wipe(typed) {
    return room.work(async () => {
      await room.ask("/v1/vault/wipe", { typed });
      room.forgetAll();
      await begin();
    });
  }

  return { showSettings, openAfterLogin, lockAfter, startAtLogin, choosePin, removePin, showNoteClasses, removeSample, wipe };
}
