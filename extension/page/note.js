// @ts-check
/** Runs in the EHR's page: reads one note off it, when the therapist points at it. */
(() => {
  if (globalThis.eyelineNote) return;
  const FIELDS = "textarea, input, select, iframe";

  /** The editor around what was pointed at, or that very element. @param {Element} element @returns {Element} */
  function whole(element) {
    let editor = element.closest("[contenteditable]:not([contenteditable=false]), textarea");
    for (let up = editor; up; up = up.parentElement?.closest("[contenteditable]:not([contenteditable=false])") ?? null) editor = up;
    return editor ?? element;
  }

  /** The lines of a note with what is typed in its fields, in the page's order. @param {Node} node @returns {string} */
  function textIn(node) {
    if (node.nodeType === Node.TEXT_NODE) return (node.textContent ?? "").trim();
    if (node.nodeType !== Node.ELEMENT_NODE) return [...node.childNodes].map(textIn).filter(Boolean).join("\n");
    const element = /** @type {HTMLElement} */ (node);
    if (/^(SCRIPT|STYLE|BUTTON|NOSCRIPT|TEMPLATE)$/.test(element.tagName)) return "";
    if (/^(TEXTAREA|INPUT|SELECT)$/.test(element.tagName)) return typed(element);
    const inner = eyelineShadow(element) ?? /** @type {{contentDocument?: Document | null}} */ (element).contentDocument?.body;
    if (inner) return textIn(inner);
    if (!element.checkVisibility()) return "";
    return element.querySelector(FIELDS) ? [...element.childNodes].map(textIn).filter(Boolean).join("\n") : element.innerText.trim();
  }

  /** @param {Element} element @returns {string} */
  function typed(element) {
    const field = /** @type {HTMLInputElement} */ (element);
    return /^(password|hidden|button|submit|checkbox|radio)$/.test(field.type) ? "" : field.value.trim();
  }

  /** The text of the note that is clicked next, or null after Esc. */
  async function pick() {
    const element = await eyelinePicker.pointed(() => undefined);
    return element && textIn(whole(element));
  }

  globalThis.eyelineNote = { pick };
})();
