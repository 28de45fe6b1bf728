// @ts-check
/** What the window shows, as one value. Nothing of a client stays in it after a lock: `locked` starts from nothing. */

/** @typedef {import("../../../extension/replies.js").ClientCard} ClientCard */
/** @typedef {import("../../../extension/replies.js").CaseloadHit} CaseloadHit */
/** @typedef {import("../../../extension/replies.js").FileVerdict} FileVerdict */
/** @typedef {import("../../../extension/replies.js").ImportStatusReply} ImportStatus */
/** @typedef {import("../../../extension/replies.js").NoteReply} NoteReply */
/** @typedef {import("../../../extension/replies.js").PairedBrowser} PairedBrowser */
/** @typedef {import("../../../extension/replies.js").ListedClientRow} ListedClient */
/** @typedef {import("../../../extension/replies.js").ClientPageReply} ClientPage */
/** @typedef {import("../../../extension/replies.js").BriefReply} Brief */
/** @typedef {import("../../../extension/replies.js").AboutEyelineReply} About */
/** @typedef {import("../../../extension/replies.js").SavedSearchRow} SavedSearch */
/** @typedef {import("../../../extension/replies.js").Source} Source */
/** @typedef {import("../../../extension/replies.js").ConsentReply} Consent */
/** @typedef {import("../../../extension/replies.js").EhrListReply} Ehrs */
/** @typedef {{issuer: string, client_id: string, pages: string[], keep_access: boolean, looked: import("../../../extension/replies.js").EhrLookReply}} NewEhr */
/** @typedef {{reply: import("../../../extension/replies.js").EhrPullReply | null, files: FileVerdict[] | null}} Pull `files`: what was kept of it */
/** @typedef {Omit<import("../../../extension/replies.js").NoteRow, "note_class">} NoteNamed */
/** @typedef {Omit<import("../../../extension/replies.js").ClientDecideRequest, "client_id">} Decision */

/**
 * @typedef {"starting" | "stopped" | "welcome" | "passphrase" | "recovery" | "keyring" | "pair" | "unlock" | "clients"
 *   | "client" | "brief" | "search" | "bring_in" | "settings"} Page
 */
/** @typedef {{key: string, ask: number[]}} Recovery `ask`: the groups to be typed again, from 0 */
/** @typedef {{code: string, good: boolean}} Code */
/** @typedef {{client_id: string, since: string, until: string, kind: string, assertion: string, person: string}} Among which notes are meant; empty: all */
/**
 * @typedef {object} Search
 * @property {string} words as typed
 * @property {string} asked the words that `hits` answer
 * @property {CaseloadHit[]} hits
 * @property {boolean} nothingClose
 * @property {ClientCard[]} leftOut clients whose file is damaged: nothing of theirs was searched
 * @property {string} say
 * @property {Among} among
 * @property {CaseloadHit | null} opened
 * @property {NoteReply | null} note of `opened`
 */
/**
 * @typedef {object} Bringing
 * @property {string} path
 * @property {string} who a client's id, or `new`
 * @property {"" | "record" | "psychotherapy" | "sud_counseling"} noteClass
 * @property {Omit<ImportStatus, "verdicts"> | null} job
 * @property {FileVerdict[]} verdicts
 * @property {string} whose notes `job` brings in
 */
/**
 * @typedef {({kind: "note", of: NoteNamed, quote: Source | null, reply: NoteReply | null}
 *   | {kind: "theme", key: string, reply: import("../../../extension/replies.js").ThemeReply | null}
 *   | {kind: "goal", key: string, reply: import("../../../extension/replies.js").GoalReply | null}
 *   | {kind: "risk", reply: import("../../../extension/replies.js").RiskReply | null}
 *   | {kind: "decided", reply: import("../../../extension/replies.js").DecisionsReply | null}
 *   | {kind: "pull", reply: null}
 *   | {kind: "person", key: string, reply: null}) & {say: string}} Aside one step deeper, beside the page
 */
/**
 * @typedef {object} ClientState
 * @property {string} id
 * @property {ClientPage | null} page
 * @property {Aside[]} asides the last one is shown
 * @property {(Decision & {say: string}) | null} undo what takes the last decision back, and what that was
 * @property {Consent | null} consent
 * @property {Pull} pull
 * @property {("follow_ups" | "people" | "notes")[]} whole the lists that show everything, not the newest alone
 */
/**
 * @typedef {object} State
 * @property {Page} page
 * @property {boolean} firstRun on the way through the first steps
 * @property {boolean} shade covered: nothing of anybody is in the page
 * @property {boolean} busy an answer is awaited
 * @property {string} say what went wrong, in a sentence
 * @property {string} done what was done, in a sentence
 * @property {Recovery | null} recovery
 * @property {boolean} inKeyring
 * @property {number} pinTries how often a PIN may be tried; 0 where none is set
 * @property {string} problem what the daily check found wrong, in a sentence
 * @property {import("../../../extension/replies.js").NoteClassesReply | null} noteClasses which are shown
 * @property {Code | null} code
 * @property {PairedBrowser[]} browsers
 * @property {ClientCard[]} clients
 * @property {ListedClient[]} listed the clients' list, by name
 * @property {string} filter words that narrow it
 * @property {ClientState} client whose page is open
 * @property {{id: string, reply: Brief | null}} brief
 * @property {number} waiting passages that no search finds yet
 * @property {Search} search
 * @property {SavedSearch[]} saved
 * @property {About | null} about
 * @property {import("../../../extension/replies.js").BackupStateReply | null} backup
 * @property {Ehrs | null} ehrs
 * @property {NewEhr | null} newEhr looked at, and not registered yet
 * @property {import("../../../extension/replies.js").AuditReply | null} audit
 * @property {Bringing} bringing
 */

/** @type {Among} */
export const EVERYTHING = { client_id: "", since: "", until: "", kind: "", assertion: "", person: "" };
/** @type {Search} */
export const NO_SEARCH = { words: "", asked: "", hits: [], nothingClose: false, leftOut: [], say: "", among: EVERYTHING, opened: null, note: null };
/** @type {Bringing} */
export const NOTHING_IN = { path: "", who: "new", noteClass: "", job: null, verdicts: [], whose: "" };

/** @type {Pull} */
export const NO_PULL = { reply: null, files: null };

/** @type {ClientState} */
export const NO_CLIENT = { id: "", page: null, consent: null, asides: [], undo: null, pull: NO_PULL, whole: [] };

/** @type {State} */
export const START = {
  page: "starting",
  firstRun: false,
  shade: false,
  busy: false,
  say: "",
  done: "",
  recovery: null,
  inKeyring: false,
  pinTries: 0,
  problem: "",
  noteClasses: null,
  code: null,
  browsers: [],
  clients: [],
  listed: [],
  filter: "",
  client: NO_CLIENT,
  brief: { id: "", reply: null },
  waiting: 0,
  search: NO_SEARCH,
  saved: [],
  about: null,
  backup: null,
  ehrs: null,
  newEhr: null,
  audit: null,
  bringing: NOTHING_IN,
};

/** @param {string} [say] @returns {State} */
export function locked(say = "") {
  return { ...START, page: "unlock", say };
}

/** Another page, with nothing left over of the one before. @param {State} state @param {Page} page @returns {State} */
export function goTo(state, page) {
  return { ...state, page, busy: false, say: "", done: "", audit: null, newEhr: null };
}

/** Two of the recovery key's groups, which the therapist types again. @param {string} key @param {() => number} [random]
 * @returns {Recovery} */
export function toBeChecked(key, random = Math.random) {
  const count = key.split("-").length;
  const first = Math.floor(random() * count);
  const second = (first + 1 + Math.floor(random() * (count - 1))) % count;
  return { key, ask: [first, second].sort((a, b) => a - b) };
}

/** Whether a group was typed as it is shown: case does not matter, O is 0, I and L are 1.
 * @param {Recovery} recovery @param {string[]} typed */
export function isTypedAgain({ key, ask }, typed) {
  const plain = (/** @type {string} */ said) => said.trim().toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return ask.every((group, at) => plain(typed[at] ?? "") === key.split("-")[group]);
}

/** Hits by client, the client with the best one first. @param {CaseloadHit[]} hits @returns {CaseloadHit[][]} */
export function byClient(hits) {
  const ids = [...new Set(hits.map(({ client }) => client.id))];
  return ids.map((id) => hits.filter(({ client }) => client.id === id));
}

/** @param {State} state whether files are coming in */
export function isRunning({ bringing: { job } }) {
  return job?.state === "running" || job?.state === "paused";
}
