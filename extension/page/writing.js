// @ts-check
/**
 * Runs in the EHR's page and its frames, on sites where the therapist has switched it on: tells the panel the last few
 * sentences of what is being written in a note. It keeps nothing, and reads no other field.
 */
(() => {
  if (globalThis.eyelineWriting) return;
  const RESTS = 400;
  const SENTENCES = 3;
  const AT_MOST = 400;
  const BEFORE = 1200;

  /** @param {Element} element @returns {Element | null} the whole editor around it */
  function editorAround(element) {
    let editor = null;
    const up = (/** @type {Element | null} */ from) => from?.closest("[contenteditable]:not([contenteditable=false])") ?? null;
    for (let at = up(element); at; at = up(at.parentElement)) editor = at;
    return editor;
  }

  /** What stands before the caret, at most so much. @param {Element} element @returns {string | null} */
  function written(element) {
    if (element.tagName === "TEXTAREA") {
      const area = /** @type {HTMLTextAreaElement} */ (element);
      return area.value.slice(0, area.selectionEnd).slice(-BEFORE);
    }
    const editor = editorAround(element);
    if (!editor) return null;
    const root = /** @type {{getSelection?: () => Selection | null}} */ (editor.getRootNode());
    const selection = root.getSelection?.() ?? editor.ownerDocument.getSelection();
    const caret = selection?.rangeCount && editor.contains(selection.focusNode) ? selection.getRangeAt(0) : null;
    if (!caret) return /** @type {HTMLElement} */ (editor).innerText.slice(-BEFORE);
    const before = editor.ownerDocument.createRange();
    before.setStart(editor, 0);
    before.setEnd(caret.endContainer, caret.endOffset);
    return before.toString().slice(-BEFORE);
  }

  /** @param {string} text @returns {string} */
  function lastSentences(text) {
    const parts = text.replace(/\s+/g, " ").trim().match(/[^.!?]+[.!?]*\s*/g) ?? [];
    return parts.slice(-SENTENCES).join("").trim().slice(-AT_MOST);
  }

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting;
  let on = false;

  addEventListener(
    "input",
    (event) => {
      const element = /** @type {Element | undefined} */ (event.composedPath()[0]);
      if (!on || element?.nodeType !== Node.ELEMENT_NODE) return;
      clearTimeout(resting);
      resting = setTimeout(() => {
        const words = lastSentences(written(element) ?? "");
        if (words) void eyelineTell({ kind: "writing", words });
      }, RESTS);
    },
    true,
  );

  globalThis.eyelineWriting = {
    listen: (listening) => {
      on = listening;
    },
  };
})();
