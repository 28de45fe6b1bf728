// @ts-check
/// <reference types="chrome" />
/** Runs in the EHR's page, before the other files of this room: the one way from there to the panel. */
(() => {
  /**
   * Tells every open panel. False as soon as nobody can hear: no panel is open, or the extension was reloaded and this
   * page's copy is an orphan.
   * @param {object} message @returns {Promise<boolean>}
   */
  globalThis.eyelineTell = async (message) => {
    try {
      await chrome.runtime.sendMessage(message);
      return true;
    } catch {
      return false;
    }
  };

  /** What stands in a closed shadow root is on screen like everything else.
   * @param {Element} element @returns {ShadowRoot | null} */
  globalThis.eyelineShadow = (element) => {
    if (element.shadowRoot) return element.shadowRoot;
    const known = /** @type {{dom?: {openOrClosedShadowRoot(of: Element): ShadowRoot | null}}} */ (chrome);
    try {
      return known.dom?.openOrClosedShadowRoot(element) ?? null;
    } catch {
      return null; // not an element that can have one
    }
  };
})();
