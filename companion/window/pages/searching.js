// @ts-check
/** Search over all clients as words are typed. What was typed is kept nowhere; an answer that comes late is dropped. */
import { CompanionError } from "../../../extension/companion.js";
import { EVERYTHING, NO_SEARCH } from "./state.js";

/** @typedef {import("./window.js").Room} Room */
/** @typedef {import("./state.js").CaseloadHit} CaseloadHit */
/** @typedef {import("./state.js").Among} Among */

const TYPING = 120;
const SHORTEST = 3;
const LOADING = 1_000;
const TOP = 20;

/** @param {Room} room */
export function searching(room) {
  let turn = 0;

  /** @param {Partial<import("./state.js").Search>} changed */
  function found(changed) {
    room.change({ search: { ...room.state.search, ...changed } });
  }

  /** @param {string} words */
  function type(words) {
    const mine = ++turn;
    if (words.trim().length < SHORTEST) return room.change({ search: { ...NO_SEARCH, words, among: room.state.search.among } });
    found({ words });
    setTimeout(() => mine === turn && ask(mine, words.trim()), TYPING);
  }

  function showSearch() {
    room.show("search");
    return room.work(async () => room.change({ saved: (await room.ask("/v1/search/saved")).searches }));
  }

  /** From a client's page: their notes alone. @param {string} id */
  function searchClient(id) {
    room.change({ search: { ...NO_SEARCH, among: { ...EVERYTHING, client_id: id } } });
    return showSearch();
  }

  /** Which notes are meant. @param {Partial<Among>} changed */
  function narrow(changed) {
    found({ among: { ...room.state.search.among, ...changed } });
    type(room.state.search.words);
  }

  /** The search as it stands, to be asked again another day. */
  function keepSearch() {
    const { words, among } = room.state.search;
    return room.work(async () => room.change({ saved: (await room.ask("/v1/search/save", { words: words.trim(), ...meant(among) })).searches }));
  }

  /** @param {string} search */
  function forgetSearch(search) {
    return room.work(async () => room.change({ saved: (await room.ask("/v1/search/forget", { search })).searches }));
  }

  /** @param {import("./state.js").SavedSearch} saved */
  function askAgain({ words, client, since, until, kinds, assertion, person }) {
    const said = { assertion: assertion ?? "", person };
    found({ among: { client_id: client?.id ?? "", since: since ?? "", until: until ?? "", kind: kinds[0] ?? "", ...said } });
    type(words);
  }

  /** Notes that were being read can be found now. */
  function searchAgain() {
    const { words, opened } = room.state.search;
    if (!opened) type(words);
  }

  /** @param {number} mine @param {string} words */
  async function ask(mine, words) {
    try {
      const { hits, nothing_close, left_out } = await room.ask("/v1/caseload/search", { words, top: TOP, ...meant(room.state.search.among) });
      if (mine === turn && room.isOpen) found({ asked: words, hits, nothingClose: nothing_close, leftOut: left_out, say: "", opened: null, note: null });
    } catch (error) {
      if (mine === turn && room.isOpen) notAnswered(error, () => ask(mine, words));
    }
  }

  /** The model takes some seconds to load: the search waits for it. @param {unknown} error @param {() => void} again */
  function notAnswered(error, again) {
    if (!(error instanceof CompanionError) || error.kind === "locked") return room.failed(error);
    const mine = turn;
    found({ say: error.kind === "not_ready" ? "Eyeline is loading its search model. Your search starts by itself in a few seconds." : error.say });
    if (error.kind === "not_ready") setTimeout(() => mine === turn && again(), LOADING);
  }

  /** @param {CaseloadHit} hit */
  async function open(hit) {
    found({ opened: hit, note: null });
    try {
      const note = await room.ask("/v1/caseload/note", { client_id: hit.client.id, note_id: hit.source.note_id });
      if (room.state.search.opened !== hit) return;
      found({ note });
      document.querySelector(".note mark")?.scrollIntoView({ block: "center" });
    } catch (error) {
      notAnswered(error, () => {});
    }
  }

  function close() {
    found({ opened: null, note: null });
  }

  return { type, searchAgain, open, close, showSearch, searchClient, narrow, keepSearch, forgetSearch, askAgain };
}

/** As the companion is asked. @param {Among} among */
function meant({ client_id, since, until, kind, assertion, person }) {
  const found = { assertion: assertion || null, person: person.trim() };
  return { client_id: client_id || null, since: since || null, until: until || null, kinds: kind ? [kind] : [], ...found };
}
