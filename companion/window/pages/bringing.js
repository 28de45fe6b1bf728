// @ts-check
/** Notes coming in: chosen, started, followed until the last file has its verdict. The job runs in the companion; this
 * only asks how far it is. */
import { choose } from "./bridge.js";
import { isRunning, NOTHING_IN } from "./state.js";

/** @typedef {import("./window.js").Room} Room */
/** @typedef {import("./state.js").Bringing} Bringing */
/** @typedef {{name: string, record_number: string, birth_date: string}} NewClient */

const LOOK = 250;

/** @param {Room} room @param {() => Promise<void>} followReading @param {() => Promise<void>} showClients */
export function bringing(room, followReading, showClients) {
  /** @type {object | null} */
  let asked = null;
  let following = false;

  /** @param {Partial<Bringing>} changed */
  function fill(changed) {
    room.change({ bringing: { ...room.state.bringing, ...changed } });
  }

  /** @param {"folder" | "file"} kind */
  async function choosePath(kind) {
    const path = await choose(kind);
    if (path) fill({ path });
  }

  /** @param {NewClient} told */
  function bringIn(told) {
    const { path, who, noteClass } = room.state.bringing;
    if (!path.trim()) return room.change({ say: "Choose a folder or a file first." });
    if (who === "new" && !told.name.trim()) return room.change({ say: "Say whose notes these are." });
    if (!noteClass) return room.change({ say: "Say what kind of notes these are. If you are not sure, choose psychotherapy notes." });
    const known = { client_id: who };
    const client = room.state.clients.find(({ id }) => id === who);
    const fresh = {
      new_client: told.name.trim(),
      record_number: told.record_number.trim() || null,
      birth_date: told.birth_date || null,
    };
    asked = { path: path.trim(), note_class: noteClass, ...(client ? known : fresh) };
    fill({ whose: client?.name ?? fresh.new_client });
    return begin(asked);
  }

  /** What asked to be looked at first: the same once more, now that it was. What is in already adds nothing. */
  function bringInLooked() {
    return asked && begin({ ...asked, confirmed: true });
  }

  /** @param {object} params */
  function begin(params) {
    return room.work(async () => {
      const { verdicts: _none, ...job } = await room.ask("/v1/import/start", params);
      fill({ job: { ...job, state: "running" }, verdicts: [] });
      void follow();
    });
  }

  /** Told together with the end: that all is in is not said before it is known what is still to be read. */
  async function afterwards() {
    const [{ clients }, vault] = await Promise.all([room.ask("/v1/clients"), room.ask("/v1/vault/state")]);
    return { clients, waiting: vault.passages_waiting };
  }

  async function follow() {
    if (following) return;
    following = true;
    try {
      while (isRunning(room.state)) {
        await new Promise((later) => setTimeout(later, LOOK));
        const heard = room.state.bringing.verdicts.length;
        const { verdicts, ...job } = await room.ask("/v1/import/status", { since: heard });
        const known = job.state === "running" || job.state === "paused" ? {} : await afterwards();
        if (!room.isOpen) return;
        room.change({ ...known, bringing: { ...room.state.bringing, job, verdicts: [...room.state.bringing.verdicts, ...verdicts] } });
      }
      void followReading();
    } catch (error) {
      room.failed(error);
    } finally {
      following = false;
    }
  }

  /** @param {"pause" | "resume" | "cancel"} what */
  function tell(what) {
    return room.work(async () => {
      await room.ask(`/v1/import/${what}`);
    });
  }

  /** Another drop: the form again, with nothing left in it. */
  function more() {
    asked = null;
    fill(NOTHING_IN);
    room.show("bring_in");
  }

  /** The invented clients, one after the other. */
  function addSample() {
    return room.work(async () => {
      room.show("bring_in");
      for (let left = 1; left > 0 && room.isOpen; ) {
        const { client, job: begun, left: more } = await room.ask("/v1/sample/start");
        const { verdicts: _none, ...job } = begun;
        fill({ whose: client.name, job: { ...job, state: "running" }, verdicts: [] });
        await follow();
        left = room.state.bringing.job?.state === "done" ? more : 0;
      }
      if (room.state.bringing.job?.state !== "done") return;
      fill(NOTHING_IN);
      await showClients();
    });
  }

  return { addSample, more, fill, choosePath, bringIn, bringInLooked, tell };
}
