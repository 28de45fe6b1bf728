// @ts-check
/// <reference types="chrome" />
/**
 * Everything that is asked of the browser. The only file that names `chrome`, which Firefox knows too.
 */

/** @typedef {{kind: "chart_changed"} | {kind: "shade"}} Message */

const SHADE = "shade";

/** The origin that the browser sends for our pages. @returns {string} */
export function ownOrigin() {
  return new URL(chrome.runtime.getURL("")).origin;
}

/** A click on the button opens the panel. Opening it is the first call, else the browser takes the click as spent;
 * only such a click lets Eyeline read the page it was made on (activeTab). */
export function openPanelOnClick() {
  chrome.action.onClicked.addListener((tab) => {
    if (chrome.sidePanel) void chrome.sidePanel.open({ windowId: tab.windowId });
    else /** @type {any} */ (chrome).sidebarAction.open();
  });
}

/** Passes the shade's key on to every open panel. */
export function passShadeOn() {
  chrome.commands.onCommand.addListener((command) => {
    if (command === SHADE) chrome.runtime.sendMessage({ kind: SHADE }).catch(() => undefined); // no panel is open
  });
}

/** @param {() => void} heard */
export function onShade(heard) {
  chrome.runtime.onMessage.addListener((/** @type {Message} */ message, sender) => {
    if (sender.id === chrome.runtime.id && !sender.tab && message.kind === SHADE) heard();
  });
}

/** @returns {Promise<number>} the window this panel stands in */
export async function ownWindow() {
  return (await chrome.windows.getCurrent()).id ?? chrome.windows.WINDOW_ID_NONE;
}

/** @param {number} windowId @returns {Promise<number | null>} */
export async function tabInFront(windowId) {
  const [tab] = await chrome.tabs.query({ active: true, windowId });
  return tab?.id ?? null;
}

/**
 * Whenever the tab in front of this window may show another chart. `heard` gets the tab that changed.
 * @param {number} windowId @param {(tabId: number) => void} heard
 */
export function onPageChange(windowId, heard) {
  chrome.tabs.onUpdated.addListener((tabId, change, tab) => {
    const moved = change.url !== undefined || change.status === "loading";
    if (moved && tab.active && tab.windowId === windowId) heard(tabId);
  });
  chrome.tabs.onActivated.addListener((active) => {
    if (active.windowId === windowId) heard(active.tabId);
  });
  chrome.runtime.onMessage.addListener((/** @type {Message} */ message, sender) => {
    const from = sender.id === chrome.runtime.id ? sender.tab : undefined;
    if (message.kind === "chart_changed" && from?.active && from.windowId === windowId) heard(from.id ?? -1);
  });
}

/** Coming back to this window changes no chart, but a look at it costs nothing.
 * @param {number} windowId @param {() => void} heard */
export function onWindowFocus(windowId, heard) {
  chrome.windows.onFocusChanged.addListener((focused) => {
    if (focused === windowId) heard();
  });
}

/**
 * Runs a self-contained function in a tab's page. Null where the browser does not let us.
 * @template T @template {unknown[]} A
 * @param {number} tabId @param {(...given: A) => T} func @param {A} given @returns {Promise<Awaited<T> | null>}
 */
export async function runInPage(tabId, func, given) {
  try {
    const [done] = await chrome.scripting.executeScript({ target: { tabId }, func, args: given });
    return done?.result ?? null;
  } catch {
    return null;
  }
}

/**
 * Runs in the page: says "changed" to the panel when the address or one of `selectors` says something else than before.
 * No word of the page leaves it. Once per page, however often it is run.
 * @param {readonly string[]} selectors
 */
export function watchChart(selectors) {
  const world = /** @type {{eyelineWatches?: boolean}} */ (globalThis);
  if (world.eyelineWatches) return;
  world.eyelineWatches = true;
  const look = () => {
    const found = selectors.flatMap((selector) => [...document.querySelectorAll(selector)]);
    return [location.href, ...found.map((one) => `${one.checkVisibility()} ${one.textContent}`)].join("\n");
  };
  let seen = look();
  const observer = new MutationObserver(() => {
    const now = look();
    if (now === seen) return;
    seen = now;
    try {
      chrome.runtime.sendMessage({ kind: "chart_changed" }).catch(() => undefined); // no panel is open
    } catch {
      observer.disconnect(); // the extension was reloaded: this page's copy is an orphan
    }
  });
  const attributes = ["class", "style", "hidden", "datetime"];
  const all = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes };
  observer.observe(document, all);
}
