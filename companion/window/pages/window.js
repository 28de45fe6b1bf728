// @ts-check
/** The whole loop: what the therapist does changes the state, the state is drawn. */
import { Companion, CompanionError } from "../../../extension/companion.js";
import { rootKey, toBytes } from "../../../extension/sealing.js";
import { render } from "../../../extension/vendor/lit-html.js";
import { comeToFront, launch } from "./bridge.js";
import { bringing } from "./bringing.js";
import { caseload } from "./caseload.js";
import { clientPage } from "./client.js";
import { ehrs } from "./ehrs.js";
import { focusIfLost } from "./focus.js";
import { firstSteps } from "./first_steps.js";
import { keeping } from "./keeping.js";
import { onKeys } from "./keys.js";
import { reading } from "./reading.js";
import { searching } from "./searching.js";
import { settings } from "./settings.js";
import { goTo, locked, START } from "./state.js";
import { tips } from "./tip.js";
import { viewOf } from "./views/view.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {ReturnType<typeof made>} Acts */

const KEY = 32;
const TRY_AGAIN = 2_000;

/** What every part of the window works with. */
export class Room {
  /** @type {State} */
  state = START;
  /** @type {Companion | null} */
  companion = null;
  #drawn = () => {};

  /** @param {() => void} draw */
  drawsBy(draw) {
    this.#drawn = draw;
  }

  /** False once everything was locked: an answer that comes later is not for anybody's eyes. */
  get isOpen() {
    return this.state.page !== "unlock" && this.state.page !== "stopped";
  }

  /** Nothing is left of anybody, as on the first day. */
  forgetAll() {
    this.state = START;
    this.#drawn();
  }

  /** @param {Partial<State>} changed */
  change(changed) {
    this.state = { ...this.state, ...changed };
    this.#drawn();
  }

  /** @param {import("./state.js").Page} page */
  show(page) {
    this.state = goTo(this.state, page);
    this.#drawn();
    focusFirst();
  }

  /** Covered in this very frame, or shown again as it was. */
  cover() {
    this.change({ shade: !this.state.shade });
    if (!this.state.shade) focusFirst();
  }

  /** @param {string} path @param {object} [params] @returns {Promise<any>} the reply; throws CompanionError */
  async ask(path, params = {}) {
    if (!this.companion) throw new CompanionError("not_running", "Eyeline is still starting.");
    return (await this.companion.ask(path, params)).result;
  }

  /** The same about one client: an answer under another's name is nobody's.
   * @param {string} client @param {string} path @param {object} params @returns {Promise<any>} */
  async askAbout(client, path, params) {
    if (!this.companion) throw new CompanionError("not_running", "Eyeline is still starting.");
    const answer = await this.companion.ask(path, params);
    if (answer.client !== client) throw new CompanionError("not_ours", "An answer about another client came. It was dropped.");
    return answer.result;
  }

  /** Nothing of anybody is left; then how it can be opened again is looked up. */
  showLocked(say = "") {
    this.state = locked(say);
    this.#drawn();
    focusFirst();
    void this.lookAtWaysIn();
  }

  async lookAtWaysIn() {
    const vault = await this.ask("/v1/vault/state").catch(() => null);
    if (vault && this.state.page === "unlock") this.change({ pinTries: vault.pin_tries });
  }

  /** Does what the therapist asked for, and says what went wrong. What was pressed is switched off meanwhile.
   * @param {() => Promise<void>} work @param {string} [otherwise] where the keyboard goes if that is gone */
  async work(work, otherwise = "") {
    const before = document.activeElement;
    this.change({ busy: true, say: "", done: "" });
    try {
      await work();
      this.change({ busy: false });
    } catch (error) {
      this.failed(error);
    }
    focusIfLost(before, otherwise);
  }

  /** A lock leaves nothing on screen; anything else is a sentence. @param {unknown} error */
  failed(error) {
    if (!(error instanceof CompanionError)) throw error;
    if (error.kind === "locked" && !this.isOpen) {
      this.change({ busy: false }); // what is said there already is about the unlocking
    } else if (error.kind === "locked") {
      this.showLocked();
    } else {
      this.change({ busy: false, say: error.say });
    }
  }
}

function focusFirst() {
  const first = document.querySelector("[data-first]") ?? document.querySelector("h1");
  if (first instanceof HTMLElement) first.focus();
}

/** @param {Room} room */
function made(room) {
  const search = searching(room);
  const { followReading } = reading(room, search.searchAgain);
  const list = caseload(room);
  const show = (/** @type {import("./state.js").Page} */ page) => room.show(page);
  const steps = firstSteps(room, followReading, list.showClients);
  const notes = bringing(room, followReading, list.showClients);
  const cover = () => room.cover();
  const page = clientPage(room);
  const kept = keeping(room, list.showClients, page.closeAsides);
  return { ...steps, ...notes, ...search, ...list, ...page, ...ehrs(room), ...settings(room, steps.begin), ...kept, show, cover };
}

/** Hears of a lock that was not asked for here, of notes that were read, and how a backup by itself went. @param {Room} room @param {Acts} acts */
async function listen(room, acts) {
  let since = 0;
  for (;;) {
    try {
      const heard = await room.companion?.listen(since);
      since = heard?.seq ?? since;
      if (heard?.events.some(({ kind }) => kind === "locked")) await acts.lookAgain();
      if (heard?.events.some(({ kind }) => kind === "come_to_front")) await beInFront(room);
      if (heard?.events.some(({ kind }) => kind === "backup")) await acts.showBackups();
      for (const { client } of heard?.events.filter(({ kind }) => kind === "notes_read") ?? []) {
        acts.searchAgain();
        await acts.lookAgainAt(client);
      }
    } catch (error) {
      if (error instanceof CompanionError && error.kind === "not_running") return room.change({ ...START, page: "stopped" });
      await new Promise((later) => setTimeout(later, TRY_AGAIN));
    }
  }
}

/** Eyeline was started a second time. @param {Room} room */
async function beInFront(room) {
  await comeToFront();
  await room.ask("/v1/window/in_front");
}

async function start() {
  const room = new Room();
  const acts = made(room);
  const tip = tips();
  room.drawsBy(() => {
    render(viewOf(room.state, acts), document.body);
    tip.check();
  });
  room.change({});
  onKeys(() => room.state, acts);
  const { port, key } = await launch();
  room.companion = new Companion({ pairing: "launch", port, key: await rootKey(toBytes(key, KEY)) });
  await room.work(acts.begin);
  await listen(room, acts);
}

await start();
