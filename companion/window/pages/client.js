// @ts-check
/** One client's page: opened, one step deeper beside it and back, decided upon. Answers that come late, or under another
 * client's name, are dropped. */
import { CompanionError } from "../../../extension/companion.js";
import { NO_CLIENT } from "./state.js";
import { openNote } from "./views/quote.js";

/** @typedef {import("./window.js").Room} Room */
/** @typedef {import("./state.js").Aside} Aside */
/** @typedef {import("./state.js").Consent} Consent */
/** @typedef {import("./state.js").Decision} Decision */
/** @typedef {import("./state.js").Source} Source */

/** @param {Room} room */
export function clientPage(room) {
  /** Where the keyboard was before each step deeper. @type {(Element | null)[]} */
  let trail = [];

  /** @param {Partial<import("./state.js").ClientState>} changed */
  function become(changed) {
    room.change({ client: { ...room.state.client, ...changed } });
  }

  /** Asks about the client on the page; nothing where another one stands there by then.
   * @param {string} path @param {object} params @returns {Promise<any>} */
  async function asked(path, params) {
    const { id } = room.state.client;
    const reply = await room.askAbout(id, path, { client_id: id, ...params });
    return room.isOpen && room.state.client.id === id ? reply : null;
  }

  /** @param {string} id */
  function openClient(id) {
    trail = [];
    room.change({ client: { ...NO_CLIENT, id } });
    room.show("client");
    return room.work(lookUp);
  }

  /** The page, or where the client has not consented who they are and nothing else. */
  async function lookUp() {
    const [consent, page] = await Promise.all([asked("/v1/client/consent", {}), asked("/v1/client/page", {}).catch(unlessRefused)]);
    if (consent?.state === "none") become({ consent, page: null, asides: [], undo: null });
    else if (consent && page) become({ consent, page });
  }

  /** @param {Consent["state"]} state @param {string} on */
  function recordConsent(state, on) {
    return room.work(async () => {
      const consent = await asked("/v1/client/consent/record", { state, on: on || null });
      if (!consent) return;
      await lookUp();
    }, "h1");
  }

  /** From the page before a session: the client's page with the note at the quote beside it. @param {Source} source */
  async function openAtQuote(source) {
    await openClient(room.state.brief.id);
    if (room.state.client.page) openNote(source, { deeper });
  }

  /** Notes were read, or brought in. @param {string | null} id whose */
  async function lookAgainAt(id) {
    if (id === room.state.client.id && room.state.client.consent) await lookUp();
  }

  /** @param {Aside} aside */
  function deeper(aside) {
    trail.push(document.activeElement);
    become({ asides: [...room.state.client.asides, aside] });
    focusAside();
    return fill(aside);
  }

  function back() {
    const asides = room.state.client.asides.slice(0, -1);
    become({ asides });
    const before = trail.pop();
    if (before?.isConnected && before instanceof SVGElement) before.focus();
    else if (before?.isConnected && before instanceof HTMLElement) before.focus();
    else if (asides.length) focusAside();
    else document.querySelector("h1")?.focus();
  }

  /** What was open beside the page may quote what is gone. */
  function closeAsides() {
    trail = [];
    become({ asides: [], undo: null });
    document.querySelector("h1")?.focus();
  }

  /** Fetches what the topmost step shows. @param {Aside} aside */
  async function fill(aside) {
    const [path, params] = questionOf(aside);
    if (!path) return;
    try {
      const reply = await asked(path, params);
      if (reply) put(aside, { reply, say: "" });
    } catch (error) {
      if (!(error instanceof CompanionError) || error.kind === "locked") return room.failed(error);
      put(aside, { reply: null, say: error.say });
    }
  }

  /** @param {Aside} aside @param {{reply: any, say: string}} filled */
  function put(aside, filled) {
    const { asides } = room.state.client;
    if (!asides.some((one) => isSame(one, aside))) return;
    become({ asides: asides.map((one) => (isSame(one, aside) ? /** @type {Aside} */ ({ ...one, ...filled }) : one)) });
    if (aside.kind === "note") document.querySelector(".note mark")?.scrollIntoView({ block: "center" });
  }

  /** @param {Decision} decision @param {string} say what was done; empty for an undo */
  function decide(decision, say) {
    return room.work(async () => {
      const reply = await asked("/v1/client/decide", decision);
      if (!reply) return;
      const undo = say ? { ...decision, key: reply.key, value: reply.before, say } : null;
      const made = decision.about === "theme" && (decision.what === "merge" || decision.what === "split");
      const asides = room.state.client.asides.filter((one) => !(made && one.kind === "theme"));
      become({ page: reply.page, undo, asides });
      if (made) document.querySelector("h1")?.focus();
      await Promise.all(asides.filter(({ kind }) => kind !== "note").map(fill));
    });
  }

  function undo() {
    const { undo: last } = room.state.client;
    if (!last) return;
    const { say: _said, ...decision } = last;
    document.querySelector("h1")?.focus();
    return decide(decision, "");
  }

  /** @param {import("./state.js").ClientState["whole"][number]} list */
  function showWhole(list) {
    become({ whole: [...room.state.client.whole, list] });
  }

  return { recordConsent, openClient, openAtQuote, lookAgainAt, deeper, back, closeAsides, decide, undo, showWhole };
}

/** @param {unknown} error @returns {null} that there is no consent is told by the consent itself */
function unlessRefused(error) {
  if (error instanceof CompanionError && error.kind === "no_consent") return null;
  throw error;
}

function focusAside() {
  const heading = document.querySelector("aside h2");
  if (heading instanceof HTMLElement) heading.focus();
}

/** @param {Aside} one @param {Aside} other */
function isSame(one, other) {
  return one.kind === other.kind && ("key" in one ? one.key : "") === ("key" in other ? other.key : "");
}

/** @param {Aside} aside @returns {[path: string, params: object]} no path where the page itself holds it */
function questionOf(aside) {
  switch (aside.kind) {
    case "note":
      return ["/v1/caseload/note", { note_id: aside.of.note_id }];
    case "theme":
      return ["/v1/client/theme", { key: aside.key }];
    case "goal":
      return ["/v1/client/goal", { key: aside.key }];
    case "risk":
      return ["/v1/client/risk", {}];
    case "decided":
      return ["/v1/client/decisions", {}];
    case "person":
    case "pull":
      return ["", {}];
  }
}
