// @ts-check
/**
 * Follows the chart in front: reads the page, asks the companion whose it is, reads the page again, and tells the panel
 * only what both agree on. Every step is for one generation; the panel drops what comes for an older one.
 */
import { inDoubt, judge, sameReading } from "../chart.js";
import { CompanionError } from "../companion.js";
import { lineAfter } from "./listening.js";

/** @typedef {import("../companion.js").Companion} Companion */
/** @typedef {import("../chart.js").Reading} Reading */
/** @typedef {import("../chart.js").Verdict} Verdict */
/** @typedef {import("../replies.js").ChartRequest} ChartRequest */
/** @typedef {import("./state.js").Event} Event */
/** @typedef {import("./state.js").SiteName} SiteName */
/**
 * The page in front. `on`: its site is switched on, and `reading` what it says; `untaught`: nobody has pointed at its
 * banner yet; `off`: a site where Eyeline is not switched on, or that it may not know (`site` null).
 * @typedef {{tabId: number | null, kind: "on" | "untaught" | "off", site: SiteName | null, reading: Reading | null}} Look
 */

/** How long a page may take until address and banner are of one mind. */
const PATIENCE = 2000;

/** See the file's head. */
export class Following {
  /** The last reading of each tab that was believed. @type {Map<number, Reading>} */
  #settled = new Map();
  /** The last reading of each tab that was good enough to ask about, answered or not. @type {Map<number, Reading>} */
  #good = new Map();

  /** The therapist has just said that the page in front is right. */
  #said = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #giveUp = undefined;
  /** The last question about a chart, answered or not. @type {Promise<unknown>} */
  #lastAsked = Promise.resolve();

  /**
   * @param {() => Promise<Look>} look reads the page in front @param {(event: Event) => void} tell
   * @param {(generation: number) => boolean} current whether nothing has changed since
   * @param {(site: SiteName) => Event & {type: "untaught"}} untaught how a page is taught
   */
  constructor(look, tell, current, untaught) {
    this.look = look;
    this.tell = tell;
    this.current = current;
    this.untaught = untaught;
  }

  /** Forgets which readings were believed: the therapist has looked at the page and says it is right. */
  forget() {
    this.#settled.clear();
    this.#good.clear();
    this.#said = true;
  }

  /** Whether this is still what was last believed of the tab. @param {Look} look */
  believes({ tabId, reading }) {
    return sameReading(reading, this.#settled.get(tabId ?? -1) ?? null);
  }

  /** @param {Companion} companion @param {number} generation */
  async follow(companion, generation) {
    clearTimeout(this.#giveUp);
    const seen = await this.look();
    const { tabId, kind, site, reading } = seen;
    if (kind === "off") this.tell({ type: "new_site", generation, site, at: Date.now() });
    else if (kind === "untaught" && site) this.tell({ ...this.untaught(site), generation });
    else await this.#judged(companion, generation, seen, this.#verdict(tabId, reading));
  }

  /** @param {number | null} tabId @param {Reading | null} reading @returns {Verdict} */
  #verdict(tabId, reading) {
    const verdict = judge(reading, this.#good.get(tabId ?? -1) ?? null);
    const said = this.#said && (verdict === "doubt" || verdict === "stale" || verdict === "settle");
    this.#said = false;
    return said ? "agree" : verdict;
  }

  /** @param {Companion} companion @param {number} generation @param {Look} seen @param {Verdict} verdict */
  async #judged(companion, generation, seen, verdict) {
    const { reading, site } = seen;
    const settle = () => {
      if (this.current(generation)) void this.#ask(companion, generation, "/v1/chart/open", reading?.identity, seen, false);
    };
    if (!reading || verdict === "none") {
      this.tell({ type: "no_chart", generation, why: "", site, at: Date.now() });
    } else if (verdict === "agree") {
      if (seen.tabId !== null) this.#good.set(seen.tabId, reading);
      this.tell({ type: "chart_seen", generation, banner: reading.banner });
      await this.#ask(companion, generation, "/v1/chart/open", reading.identity, seen, false);
    } else {
      this.tell({ type: "chart_seen", generation });
      if (verdict === "doubt") await this.#ask(companion, generation, "/v1/chart/open", inDoubt(reading.identity), seen, true);
      else if (verdict === "settle") this.#giveUp = setTimeout(settle, PATIENCE);
      else this.#unlessItChanges(generation, verdict === "stale" ? "left_over" : reading.banner ? "divided" : "no_banner", site);
    }
  }

  /** The therapist says which client it is, or which it is not.
   * @param {Companion} companion @param {number} generation @param {"/v1/chart/confirm" | "/v1/chart/reject"} path
   * @param {Reading} reading the one that was on screen @param {string} clientId */
  async decide(companion, generation, path, reading, clientId) {
    const now = await this.look();
    if (!sameReading(now.reading, reading)) {
      this.tell({ type: "page_changed", generation });
      return;
    }
    await this.#ask(companion, generation, path, { ...reading.identity, client_id: clientId }, now, false);
  }

  /** @param {Companion} companion @param {number} generation @param {string} path
   * @param {ChartRequest | import("../replies.js").ConfirmRequest | undefined} asked
   * @param {Look} seen @param {boolean} doubted */
  async #ask(companion, generation, path, asked, seen, doubted) {
    const { tabId, reading, site } = seen;
    if (!reading || !asked || tabId === null) return;
    try {
      const answer = await this.#inTurn(generation, () => companion.ask(path, asked));
      if (!answer) return;
      const { client, result } = answer;
      const now = await this.look();
      if (now.tabId !== tabId || !sameReading(now.reading, reading)) {
        this.tell({ type: "page_changed", generation });
      } else if (doubted && result.state !== "overview") {
        this.#unlessItChanges(generation, "left_over", site);
      } else if (doubted && asked !== reading.identity) {
        // the address has vouched for the client; nothing else that the banner says may speak against it
        await this.#ask(companion, generation, path, reading.identity, seen, true);
      } else {
        this.#settled.set(tabId, reading);
        this.#good.set(tabId, reading);
        this.tell({ type: "chart_answered", generation, reading, client, reply: result });
      }
    } catch (error) {
      this.tell(failure(error, generation));
    }
  }

  /**
   * One question about a chart after the other: each opens a scope and closes the one before, so two that overtook each
   * other would leave the panel with a scope that opens nothing. One that is out of date by its turn is not asked.
   * @template T @param {number} generation @param {() => Promise<T>} ask @returns {Promise<T | null>}
   */
  #inTurn(generation, ask) {
    const turn = this.#lastAsked.then(() => (this.current(generation) ? ask() : null));
    this.#lastAsked = turn.catch(() => undefined);
    return turn;
  }

  /** The panel stays blank; when the page has not come to one mind in time, it says why.
   * @param {number} generation @param {import("./state.js").Why} why @param {SiteName | null} site */
  #unlessItChanges(generation, why, site) {
    this.#giveUp = setTimeout(() => this.tell({ type: "no_chart", generation, why, site, at: Date.now() }), PATIENCE);
  }
}

/** @param {unknown} error @param {number} generation @returns {Event} */
function failure(error, generation) {
  const [link, say] = lineAfter(error);
  if (link !== "up") return { type: "link", link, say, generation };
  const said = error instanceof CompanionError ? error : new CompanionError("error", "Something went wrong.");
  return { type: "chart_failed", generation, kind: said.kind, say: said.say };
}
