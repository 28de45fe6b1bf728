// @ts-check
/**
 * The way to the process that shows this page: the key of this launch, and the system's dialogs. pywebview would write
 * these calls with `eval`, which our policy forbids: companion/window/bridge.py says how they go without.
 */

/**
 * @typedef {object} Webview what pywebview puts into the page
 * @property {Record<string, Record<string, unknown>>} _returnValuesCallbacks
 * @property {(name: string, resolve: (value: any) => void, reject: (error: Error) => void, id: string) => void} _checkValue
 * @property {(name: string, params: unknown[], id: string) => void} _jsApiCallback
 */

/** @returns {Promise<Webview>} */
function webview() {
  const there = /** @type {{pywebview?: Webview}} */ (globalThis);
  return new Promise((found) => {
    const look = () => there.pywebview && found(there.pywebview);
    addEventListener("pywebviewready", look, { once: true });
    look();
  });
}

/** @param {"launch" | "choose_folder" | "choose_file" | "come_to_front"} name @returns {Promise<any>} */
async function call(name) {
  const view = await webview();
  view._returnValuesCallbacks[name] ??= {};
  return new Promise((resolve, reject) => {
    const id = crypto.randomUUID();
    view._checkValue(name, resolve, reject, id);
    view._jsApiCallback(name, [], id);
  });
}

/** @returns {Promise<{port: number, key: string}>} */
export function launch() {
  return call("launch");
}

/** Above the other windows, where the system lets it. @returns {Promise<void>} */
export function comeToFront() {
  return call("come_to_front");
}

/** The path that was chosen in the system's dialog, or null. @param {"folder" | "file"} kind @returns {Promise<string | null>} */
export function choose(kind) {
  return call(kind === "folder" ? "choose_folder" : "choose_file");
}
