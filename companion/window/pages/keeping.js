// @ts-check
/** Acts with weight: a backup, a record written out in the clear, a client who is to go, and who saw what. */
import { choose } from "./bridge.js";

/** @typedef {import("./window.js").Room} Room */

/** @param {Room} room @param {() => Promise<void>} showClients */
export function keeping(room, showClients) {
  /** Asks for a folder first; nothing is done without one. @param {(folder: string) => Promise<void>} act */
  async function inFolder(act) {
    const folder = await choose("folder");
    if (folder) await room.work(() => act(folder));
  }

  function backUp() {
    return inFolder(async (folder) => {
      const { path, clients, notes } = await room.ask("/v1/backup", { folder });
      room.change({ done: `${clients} ${clients === 1 ? "client" : "clients"}, ${notes} ${notes === 1 ? "note" : "notes"}, read back and compared: ${path}` });
    });
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

  return { backUp, showAudit, exportRecord, deleteClient };
}
