// @ts-check
/** What the panel asks the companion about the client whose chart is open; each answer is an event of its generation. */
import { CompanionError } from "../companion.js";
import { CHANGE_EVERY } from "./echoes.js";
import { lineAfter } from "./listening.js";
import { questionOf } from "./levels.js";

/** @typedef {import("../companion.js").Companion} Companion */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Event} Event */
/** @typedef {import("./state.js").Undo} Undo */
/** @typedef {import("./levels.js").AskedLevel} AskedLevel */
/** @typedef {import("./levels.js").KeepNoteLevel} KeepNoteLevel */
/** @typedef {{state: () => State, happen: (event: Event) => void, companion: () => Companion | null}} Panel */

/** How long until it is asked again whether the companion's model has loaded (milliseconds). */
const MODEL_LOADS = 1500;

/** See the file's head. */
export class Asking {
  #asked = 0;

  /** @param {Panel} panel */
  constructor(panel) {
    this.panel = panel;
  }

  /** Goes one level deeper, or asks a level on the pile anew. @param {AskedLevel} level @param {boolean} [again] */
  async level(level, again = false) {
    if (!again) this.panel.happen({ type: "level_opened", level });
    await this.#ask(
      ({ scope }) => questionOf(level, scope),
      (generation, client, reply) => ({ type: "level_answered", generation, client, level: { ...level, reply, say: "" } }),
      (generation, client, say) => ({ type: "level_answered", generation, client, level: { ...level, say } }),
    );
  }

  /** Keeps what the therapist decided, with what it takes to undo it.
   * @param {Omit<Undo, "say">} decision @param {string} say what was done; empty for an undo */
  async decide(decision, say) {
    const { about, key, what, value } = decision;
    await this.#ask(
      ({ scope }) => ({ path: "/v1/decide", params: { scope, about, key, what, value } }),
      (generation, client, reply) => {
        const undo = say ? { about, key, what, value: reply.before, say } : null;
        return { type: "decided", generation, client, overview: reply.overview, undo };
      },
      (generation, _client, message) => ({ type: "chart_failed", generation, kind: "error", say: message }),
    );
    for (const level of this.panel.state().levels) {
      if ("reply" in level) await this.level(level, true);
    }
  }

  /** Keeps a note that was read off the EHR's page. @param {KeepNoteLevel} level */
  async keepNote(level) {
    const { draft } = level;
    if (!draft) return;
    const answered = (/** @type {number} */ generation, /** @type {string | null} */ client, /** @type {object} */ more) =>
      /** @type {Event} */ ({ type: "level_answered", generation, client, level: { ...level, step: "look", ...more } });
    await this.#ask(
      ({ scope }) => ({ path: "/v1/note/keep", params: { scope, ...draft, session_date: draft.session_date || null } }),
      (generation, client, reply) => {
        if (reply.overview) this.panel.happen({ type: "decided", generation, client, overview: reply.overview, undo: null });
        const say = { kept: "Kept.", already_here: "This note is here already.", refused: reply.why }[/** @type {"kept"} */ (reply.verdict)];
        return answered(generation, client, { say, step: reply.verdict === "refused" ? "look" : "done" });
      },
      (generation, client, say) => answered(generation, client, { say }),
    );
  }

  /** @param {string} words @param {boolean} entered the therapist pressed Enter @param {() => boolean} pointed */
  async echoes(words, entered, pointed) {
    if (this.panel.state().chart.kind !== "overview") return;
    const asked = ++this.#asked;
    this.panel.happen({ type: "echoes_typed", asked });
    await this.#ask(
      ({ scope }) => ({ path: "/v1/echoes", params: { scope, words } }),
      (generation, client, reply) => {
        const now = { at: Date.now(), pointed: pointed() };
        return { type: "echoes_answered", generation, client, asked, reply, entered, ...now };
      },
      (generation, _client, say, kind) => {
        const again = () => this.panel.state().echoes.asked === asked && void this.echoes(words, entered, pointed);
        if (kind === "not_ready") setTimeout(again, MODEL_LOADS); // the same words, unless others were typed since
        return { type: "echoes_failed", generation, asked, say };
      },
    );
    const { waiting, shownAt } = this.panel.state().echoes;
    const due = () => this.panel.happen({ type: "echoes_due", at: Date.now(), pointed: pointed() });
    if (waiting) setTimeout(due, CHANGE_EVERY - (Date.now() - shownAt) + 1);
  }

  /**
   * One question about the open chart. When it fails the line is down, or `failed` says what comes of it.
   * @param {(chart: import("./state.js").OverviewChart) => {path: string, params: object}} question
   * @param {(generation: number, client: string | null, reply: any) => Event} answered
   * @param {(generation: number, client: string | null, say: string, kind: string) => Event} failed
   */
  async #ask(question, answered, failed) {
    const { chart, generation } = this.panel.state();
    const companion = this.panel.companion();
    if (!companion || chart.kind !== "overview") return;
    const { path, params } = question(chart);
    try {
      const { client, result } = await companion.ask(path, params);
      this.panel.happen(answered(generation, client, result));
    } catch (error) {
      const [link, line] = lineAfter(error);
      const known = error instanceof CompanionError ? error : new CompanionError("error", "Something went wrong in the panel.");
      if (link !== "up") this.panel.happen({ type: "link", link, say: line, generation });
      else this.panel.happen(failed(generation, chart.overview.client.id, known.say, known.kind));
    }
  }
}
