// @ts-check
/// <reference types="chrome" />
/**
 * Everything that our own pages ask of the browser. With page/line.js the only file that names `chrome`, which Firefox
 * knows too.
 */

/** @typedef {import("./sites.js").Site} Site */
/**
 * @typedef {{kind: "chart_changed"} | {kind: "shade"} | {kind: "hold"} | {kind: "focus"} | {kind: "pointed", text: string}
 *   | {kind: "writing", words: string}} Message
 */
/** @typedef {{id: number, url: string | null}} Tab `url` null where Eyeline may not know it */

const COMMANDS = ["shade", "hold", "focus"];
const READER = ["/page/line.js", "/page/seen.js", "/page/reader.js"];
const PICKER = ["/page/line.js", "/page/seen.js", "/vendor/finder.js", "/page/picker.js", "/page/note.js"];
const WRITING = ["/page/line.js", "/page/writing.js"];
/** While the therapist points: what is under the pointer is outlined, by a style sheet that the page does not hold. */
const POINTING = ":hover:not(:has(:hover)) { outline: 3px solid #2a7d74 !important; outline-offset: -1px; cursor: crosshair !important; }";

/** The origin that the browser sends for our pages. @returns {string} */
export function ownOrigin() {
  return new URL(chrome.runtime.getURL("")).origin;
}

// -- keys and clicks ------------------------------------------------------------------------------------------------

/** A click on the button opens the panel. Opening it is the first call, else the browser takes the click as spent;
 * only such a click lets Eyeline know the page it was made on (activeTab). */
export function openPanelOnClick() {
  chrome.action.onClicked.addListener((tab) => {
    openPanel(tab.windowId);
    tell({ kind: "chart_changed" }); // a page that could not be known may be known now
  });
}

/** @param {number} windowId */
function openPanel(windowId) {
  if (chrome.sidePanel) void chrome.sidePanel.open({ windowId });
  else /** @type {any} */ (chrome).sidebarAction.open();
}

/** Passes our keys on to every open panel. Going to the panel opens it; Firefox moves the keyboard there too, Chromium lets
 * no extension do that (F6 does). */
export function passCommandsOn() {
  chrome.commands.onCommand.addListener((command, tab) => {
    if (command === "focus" && tab) openPanel(tab.windowId);
    if (COMMANDS.includes(command)) tell({ kind: /** @type {"shade" | "hold" | "focus"} */ (command) });
  });
}

/** @param {Message} message */
function tell(message) {
  chrome.runtime.sendMessage(message).catch(() => undefined); // no panel is open
}

/** @param {"shade" | "hold" | "focus"} kind @param {() => void} heard */
export function onCommand(kind, heard) {
  chrome.runtime.onMessage.addListener((/** @type {Message} */ message, sender) => {
    if (sender.id === chrome.runtime.id && !sender.tab && message.kind === kind) heard();
  });
}

/** The keys as they really are: the browser or the therapist may have given others, or none.
 * @returns {Promise<{says: string, key: string}[]>} */
export async function keys() {
  const all = await chrome.commands.getAll();
  const ours = all.map(({ name, description, shortcut }) => ({
    says: name === "_execute_action" ? "Open the panel" : (description ?? ""),
    key: shortcut ?? "",
  }));
  return [...ours, { says: "From page to panel (the browser's)", key: "F6" }];
}

// -- windows and tabs -----------------------------------------------------------------------------------------------

/** @returns {Promise<number>} the window this panel stands in */
export async function ownWindow() {
  return (await chrome.windows.getCurrent()).id ?? chrome.windows.WINDOW_ID_NONE;
}

/** @param {number} windowId @returns {Promise<Tab | null>} */
export async function tabInFront(windowId) {
  const [tab] = await chrome.tabs.query({ active: true, windowId });
  return tab?.id === undefined ? null : { id: tab.id, url: tab.url ?? null };
}

/**
 * Whenever the tab in front of this window may show another chart. `heard` gets the tab that changed.
 * @param {number} windowId @param {(tabId: number) => void} heard @param {() => void} loaded its page is all there now
 */
export function onPageChange(windowId, heard, loaded) {
  chrome.tabs.onUpdated.addListener((tabId, change, tab) => {
    if (!tab.active || tab.windowId !== windowId) return;
    if (change.url !== undefined || change.status === "loading") heard(tabId);
    else if (change.status === "complete") loaded();
  });
  chrome.tabs.onActivated.addListener((active) => {
    if (active.windowId === windowId) heard(active.tabId);
  });
  chrome.runtime.onMessage.addListener((/** @type {Message} */ message, sender) => {
    const from = sender.id === chrome.runtime.id ? sender.tab : undefined;
    const ours = sender.id === chrome.runtime.id && !sender.tab; // the button was clicked
    if (message.kind !== "chart_changed") return;
    if (ours || (from?.active && from.windowId === windowId)) heard(from?.id ?? -1);
  });
}

/** What the page in front says while the therapist points or writes in it.
 * @param {number} windowId @param {(message: Message) => void} heard */
export function onPageWord(windowId, heard) {
  chrome.runtime.onMessage.addListener((/** @type {Message} */ message, sender) => {
    const from = sender.id === chrome.runtime.id ? sender.tab : undefined;
    if (from?.active && from.windowId === windowId && (message.kind === "pointed" || message.kind === "writing")) heard(message);
  });
}

/** Coming back to this window changes no chart, but a look at it costs nothing.
 * @param {number} windowId @param {() => void} back @param {() => void} left */
export function onWindowFocus(windowId, back, left) {
  chrome.windows.onFocusChanged.addListener((focused) => {
    if (focused === windowId) back();
    else left();
  });
}

// -- the EHR's page -------------------------------------------------------------------------------------------------

/** Whether Eyeline may read pages of that origin. @param {string} origin @returns {Promise<boolean>} */
export async function mayRead(origin) {
  return await chrome.permissions.contains({ origins: [`${patternOf(origin)}`] });
}

/** Asks the browser to ask the therapist; has to be the first thing a click does. @param {string} origin
 * @returns {Promise<boolean>} */
export function askToRead(origin) {
  return chrome.permissions.request({ origins: [patternOf(origin)] });
}

/** Gives the permission back. @param {string} origin */
export async function stopReading(origin) {
  await chrome.permissions.remove({ origins: [patternOf(origin)] }).catch(() => undefined); // loopback's is not optional
}

/** A pattern cannot name a port in every browser. @param {string} origin */
function patternOf(origin) {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

/**
 * What the page in front says, and a watch set on it. Null where the browser does not let us read it.
 * @param {number} tabId @param {Site["fields"]} fields @returns {Promise<import("./chart.js").PageText | null>}
 */
export async function readPage(tabId, fields) {
  const read = (/** @type {Site["fields"]} */ given) => {
    globalThis.eyelineReader?.watch(given);
    return globalThis.eyelineReader?.read(given) ?? null;
  };
  return (await run(tabId, read, [fields])) ?? ((await load(tabId, READER)) ? await run(tabId, read, [fields]) : null);
}

/** Lets the therapist point at a field of the banner. @param {number} tabId
 * @param {import("./sites.js").Field} field @param {string[]} kept what the other fields say
 * @returns {Promise<import("./page/globals.js").Picked | null>} */
export function pickField(tabId, field, kept) {
  const pick = (/** @type {boolean} */ named, /** @type {string[]} */ texts) => globalThis.eyelinePicker.pick(named, texts);
  return pointing(tabId, pick, [field === "name", kept]);
}

/** Lets the therapist point at a note. @param {number} tabId @returns {Promise<string | null>} */
export function pickNote(tabId) {
  return pointing(tabId, () => globalThis.eyelineNote.pick(), []);
}

/** @param {number} tabId */
export async function stopPointing(tabId) {
  await run(tabId, () => globalThis.eyelinePicker?.stop(), []);
}

/**
 * @template T @template {unknown[]} A
 * @param {number} tabId @param {(...given: A) => Promise<T>} pick @param {A} given @returns {Promise<T | null>}
 */
async function pointing(tabId, pick, given) {
  if (!(await load(tabId, PICKER))) return null;
  const css = { target: { tabId, allFrames: true }, css: POINTING, origin: /** @type {"USER"} */ ("USER") };
  await chrome.scripting.insertCSS(css);
  try {
    return await run(tabId, pick, given);
  } finally {
    await chrome.scripting.removeCSS(css).catch(() => undefined); // the page is gone
  }
}

/** Starts or stops listening to the page's note fields. @param {number} tabId @param {boolean} on */
export async function listenToWriting(tabId, on) {
  if (on && !(await load(tabId, WRITING, true))) return;
  const target = { tabId, allFrames: true };
  await chrome.scripting
    .executeScript({ target, func: (/** @type {boolean} */ listen) => globalThis.eyelineWriting?.listen(listen), args: [on] })
    .catch(() => undefined);
}

/** @param {number} tabId @param {string[]} files @param {boolean} [allFrames] @returns {Promise<boolean>} */
async function load(tabId, files, allFrames = false) {
  try {
    const done = await chrome.scripting.executeScript({ target: { tabId, allFrames }, files });
    return !done.some((one) => "error" in one); // Firefox says so here what Chromium throws
  } catch {
    return false; // not a page we may read
  }
}

/**
 * Runs a self-contained function in a tab's page. Null where the browser does not let us.
 * @template T @template {unknown[]} A
 * @param {number} tabId @param {(...given: A) => T} func @param {A} given @returns {Promise<Awaited<T> | null>}
 */
async function run(tabId, func, given) {
  try {
    const [done] = await chrome.scripting.executeScript({ target: { tabId }, func, args: given });
    return done?.result ?? null;
  } catch {
    return null;
  }
}

// -- what is kept ---------------------------------------------------------------------------------------------------

/** Settings and taught sites: never a client's word. @param {"settings" | "sites"} name @returns {Promise<unknown>} */
export async function kept(name) {
  return (await chrome.storage.local.get(name))[name];
}

/** @param {"settings" | "sites"} name @param {object} value */
export async function keep(name, value) {
  await chrome.storage.local.set({ [name]: value });
}

/** Whenever another panel has kept something. @param {(name: string, value: unknown) => void} heard */
export function onKept(heard) {
  chrome.storage.local.onChanged.addListener((changes) => {
    for (const [name, { newValue }] of Object.entries(changes)) heard(name, newValue);
  });
}

/** @returns {string} */
export function ownVersion() {
  return chrome.runtime.getManifest().version;
}
