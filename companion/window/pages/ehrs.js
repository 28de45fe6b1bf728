// @ts-check
/** EHRs: one is asked how it lets apps in, registered, taken off; what one has of a client is fetched, looked at and kept.
 * Each step is the therapist's own act: nothing here contacts anybody by itself. */
import { focusIfLost } from "./focus.js";
import { NO_PULL } from "./state.js";

/** @typedef {import("./window.js").Room} Room */
/** @typedef {import("../../../extension/replies.js").EhrPullReply} Pulled */

const LOOK = 500;

/** @param {Room} room */
export function ehrs(room) {
  /** Asks the EHR how it lets apps in; nothing is registered by it. @param {{issuer: string, client_id: string, pages: string[], keep_access: boolean}} asked */
  function lookAtEhr(asked) {
    return room.work(async () => {
      const { issuer, keep_access } = asked;
      const looked = await room.ask("/v1/ehr/look", { issuer, keep_access });
      if (room.isOpen) room.change({ newEhr: { ...asked, looked } });
      document.querySelector("#looked")?.scrollIntoView({ block: "nearest" });
    });
  }

  /** As it was looked at: all its hosts were on screen, and confirmed together. */
  function addEhr() {
    const { newEhr } = room.state;
    if (!newEhr) return;
    const { looked, ...asked } = newEhr;
    return room.work(async () => {
      const listed = await room.ask("/v1/ehr/add", { ...asked, issuer: looked.issuer, hosts: looked.hosts });
      room.change({ ehrs: listed, newEhr: null });
    }, "#ehrs");
  }

  function leaveEhr() {
    room.change({ newEhr: null, say: "" });
    focusIfLost(null, "#ehrs");
  }

  /** @param {string} issuer */
  function removeEhr(issuer) {
    return room.work(async () => {
      room.change({ ehrs: await room.ask("/v1/ehr/remove", { issuer }) });
    }, "#ehrs");
  }

  /** @param {Partial<import("./state.js").Pull>} changed */
  function pulled(changed) {
    room.change({ client: { ...room.state.client, pull: { ...room.state.client.pull, ...changed } } });
  }

  /** Begins to fetch what the EHR has of the client on the page. @param {string | null} issuer @param {boolean} everything */
  function pull(issuer, everything) {
    const { id } = room.state.client;
    return room.work(async () => {
      pulled({ ...NO_PULL, reply: await room.ask("/v1/ehr/pull", { client_id: id, issuer, everything }) });
      await follow(id);
    }, "aside h2");
  }

  /** Until it is here, or another client's page is. @param {string} id */
  async function follow(id) {
    while (room.isOpen && room.state.client.id === id && room.state.client.pull.reply?.state === "fetching") {
      await new Promise((later) => setTimeout(later, LOOK));
      const reply = await room.ask("/v1/ehr/pull/status");
      if (room.isOpen && room.state.client.id === id) pulled({ reply });
    }
  }

  /** @param {string} note_class */
  function keepPulled(note_class) {
    const { id } = room.state.client;
    return room.work(async () => {
      const { files } = await room.ask("/v1/ehr/pull/keep", { note_class });
      if (room.isOpen && room.state.client.id === id) pulled({ reply: null, files });
    }, "aside h2");
  }

  return { lookAtEhr, addEhr, leaveEhr, removeEhr, pull, keepPulled };
}
