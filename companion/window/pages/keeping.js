// @ts-check
/** Acts with weight: a backup, a record written out in the clear, a client who is to go, and who saw what. */
import { choose } from "./bridge.js";
import { counted } from "./views/keeping.js";

/** @typedef {import("./window.js").Room} Room */

/** @param {Room} room @param {() => Promise<void>} showClients @param {() => void} closeAsides */
export function keeping(room, showClients, closeAsides) {
  /** Asks for a folder first; nothing is done without one. @param {(folder: string) => Promise<void>} act */
  async function inFolder(act) {
    const folder = await choose("folder");
    if (folder) await room.work(() => act(folder), "#backup");
  }

  function backUp() {
    return inFolder(async (folder) => {
      const { path, clients, notes } = await room.ask("/v1/backup", { folder });
      room.change({ done: `${counted({ clients, notes })}, read back and compared: ${path}` });
      await showBackups();
    });
  }

  /** How backups by themselves stand; told anew each time one was made, or was not. */
  async function showBackups() {
    const backup = await room.ask("/v1/backup/state");
    if (room.isOpen) room.change({ backup });
  }

  /** @param {number} days */
  function chooseBackups(days) {
    return inFolder((folder) => setBackups(folder, days));
  }

  /** @param {string | null} folder null: no more @param {number} days */
  function backUpEvery(folder, days) {
    return room.work(() => setBackups(folder, days), "#backup");
  }

  /** @param {string | null} folder @param {number} days */
  async function setBackups(folder, days) {
    room.change({ backup: await room.ask("/v1/backup/schedule", { folder, days }) });
  }

  function showAudit() {
    return room.work(async () => room.change({ audit: await room.ask("/v1/audit", { at_most: 200 }) }));
  }

  /** @param {string} client_id */
  function exportRecord(client_id) {
    return inFolder(async (folder) => {
      const { files } = await room.ask("/v1/export", { client_id, folder });
      room.change({ done: `Written: ${files.join(", ")}` });
    });
  }

  /** @param {string} client_id @param {string} typed @param {string} wanted */
  function deleteClient(client_id, typed, wanted) {
    if (typed.trim().toLocaleLowerCase() !== wanted.toLocaleLowerCase()) {
      return room.change({ say: `Nothing was deleted. To delete this client, type: ${wanted}` });
    }
    return room.work(async () => {
      await room.ask("/v1/delete/client", { client_id });
      room.change({ clients: (await room.ask("/v1/clients")).clients });
      await showClients();
    });
  }

  /** The page hears of it as of notes that come in. @param {string} note */
  function deleteNote(note) {
    const { id } = room.state.client;
    return room.work(async () => {
      await room.ask("/v1/delete/note", { client_id: id, note });
      closeAsides();
    });
  }

  return { backUp, showBackups, chooseBackups, backUpEvery, showAudit, exportRecord, deleteClient, deleteNote };
}
