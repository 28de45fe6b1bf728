// @ts-check
/**
 * Runs in the EHR's page while the therapist points at something: the page gets none of those clicks and keys, and
 * nothing is put into it. What is pointed at is told to the panel as it goes, so that it can be read there.
 */
(() => {
  if (globalThis.eyelinePicker) return;
  const BLOCKED = ["pointerdown", "pointerup", "mousedown", "mouseup", "auxclick", "dblclick", "contextmenu", "touchstart", "touchend"];
  const KEYS = ["keydown", "keypress", "keyup"];
  const TRUSTED_ATTRIBUTES = ["data-testid", "data-test", "data-test-id", "data-qa", "data-cy", "data-aqa", "data-field", "role", "name", "itemprop"];
  /** Names that a page gives anew at every build or load, or that say how something is and not what it is. */
  const PASSING = /^(css|sc|jss|ember|ng|svelte|emotion|mantine|mui|radix|headlessui|react|rc|_)(?![a-z])|(^|[-_])(active|selected|current|open|opened|closed|shown?|visible|hidden|hover|focus(ed)?|loading|expanded|collapsed|disabled)$/i;

  const NAME = /\p{L}{2,}[^\p{L}]+\p{L}/u;
  const NUMBER = /\d/;
  const LONGEST = 80;
  /** So many different ways are kept; two have to agree. */
  const WAYS = 4;

  /** What a person would call a word in a text: no selector may hold one. @param {readonly string[]} texts */
  function wordsIn(texts) {
    return texts.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
  }

  /** @param {readonly string[]} texts what stands in the page of this client @returns {(name: string) => boolean} */
  function lasting(texts) {
    const told = wordsIn(texts);
    return (name) => {
      const small = name.toLowerCase();
      const word = eyelineFinder.wordLike(name) || /^[a-z]{3,12}$/.test(name);
      return word && !PASSING.test(name) && name.length < 40 && !told.some((one) => small.includes(one));
    };
  }

  /** An id may hold a small number (`ctl00_lblName`), but not end with one (`pane-1` is one of several), and a long number
   * may be a client's.
   * @param {readonly string[]} texts @returns {(name: string) => boolean} */
  function lastingId(texts) {
    const ok = lasting(texts);
    return (name) => {
      const words = name.split(/[_-]+/).map((part) => /^([A-Za-z]+)\d{0,2}$/.exec(part)?.[1]?.split(/(?<=[a-z])(?=[A-Z])/));
      const plain = words.every((some) => some?.every((word) => word.length <= 3 || ok(word.toLowerCase())));
      return plain && !PASSING.test(name) && /[a-z]$/i.test(name) && name.length < 60;
    };
  }

  /**
   * Several selectors for one element in its own root, found in different ways, so that one that the page outgrows is
   * outvoted and not believed.
   * @param {Element} element @param {readonly string[]} texts @returns {(string | null)[]}
   */
  function selectors(element, texts) {
    const ok = lasting(texts);
    const idName = lastingId(texts);
    const shadow = eyelineSeen.shadowAround(element);
    const attr = (/** @type {string} */ name, /** @type {string} */ value) => TRUSTED_ATTRIBUTES.includes(name) && ok(value);
    const never = () => false;
    const base = { root: shadow ?? element.ownerDocument.body, timeoutMs: 400, maxNumberOfPathChecks: 4000 };
    const settings = [
      { ...base, idName, className: ok, attr, seedMinLength: 1, optimizedMinLength: 2 },
      { ...base, idName, className: ok, attr, seedMinLength: 4, optimizedMinLength: 4 },
      { ...base, idName, className: never, attr, seedMinLength: 3, optimizedMinLength: 3 },
    ];
    const found = settings.map((setting) => {
      try {
        return eyelineFinder.finder(element, setting);
      } catch {
        return null; // no selector with these settings is the only one's
      }
    });
    const told = wordsIn(texts);
    const bare = pathTo(element, never, never);
    return [pathTo(element, idName, ok), found[0] ?? null, bare, ...found.slice(1)].map((one) => (one && wordsIn([one]).some((word) => told.includes(word)) ? null : one));
  }

  /** Step by step from the nearest thing around it that has a lasting name: for pages that name nothing else.
   * @param {Element} element @param {(id: string) => boolean} idName @param {(word: string) => boolean} ok */
  function pathTo(element, idName, ok) {
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const steps = [];
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
      const name = at === element ? null : nameOf(at, idName, ok);
      if (name && root.querySelectorAll(name).length === 1) return [name, ...steps].join(" > ");
      const place = [...(at.parentNode?.children ?? [])].indexOf(at) + 1;
      steps.unshift(`${CSS.escape(at.localName)}:nth-child(${place})`);
    }
    return steps.join(" > ");
  }

  /** @param {Element} element @param {(id: string) => boolean} idName @param {(word: string) => boolean} ok */
  function nameOf(element, idName, ok) {
    if (element.id && idName(element.id)) return `#${CSS.escape(element.id)}`;
    for (const name of TRUSTED_ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value && ok(value)) return `[${name}="${CSS.escape(value)}"]`;
    }
    return element.localName.includes("-") ? CSS.escape(element.localName) : null;
  }

  /** @param {Element} element @returns {Element | null} the host or the frame of the root it stands in */
  function holder(element) {
    return eyelineSeen.shadowAround(element)?.host ?? eyelineSeen.frameOf(element);
  }

  /** The ways that lead to it now, each through every root around it. @param {Element} element @param {readonly string[]} texts */
  function waysTo(element, texts) {
    /** @type {(string | null)[][]} */
    const steps = [];
    for (let at = /** @type {Element | null} */ (element); at; at = holder(at)) steps.unshift(selectors(at, texts));
    const ways = [0, 1, 2, 3, 4].map((way) => steps.map((step) => step[way] ?? step.find((other) => other !== null) ?? null));
    const whole = /** @type {string[][]} */ (ways.filter((way) => way.every((step) => step !== null)));
    const different = whole.filter((way, at) => whole.findIndex((one) => one.join("\n") === way.join("\n")) === at);
    return different.filter((way) => eyelineSeen.find([way]) === element);
  }

  /** Every document of this page that can be pointed into. @param {Document} doc @returns {Window[]} */
  function windowsIn(doc) {
    const frames = [...doc.querySelectorAll("iframe, frame")];
    const inner = frames.flatMap((frame) => {
      const content = /** @type {HTMLIFrameElement} */ (frame).contentDocument; // null for another origin
      return content ? windowsIn(content) : [];
    });
    return doc.defaultView ? [doc.defaultView, ...inner] : inner;
  }

  /** @type {(() => void) | null} */
  let stopNow = null;

  /** The element that is clicked next, or null after Esc or `stop`.
   * @param {(element: Element) => void} over hears what is pointed at meanwhile @returns {Promise<Element | null>} */
  function pointed(over) {
    stopNow?.();
    return new Promise((done) => {
      const stopped = new AbortController();
      const options = { capture: true, signal: stopped.signal, passive: false };
      const end = (/** @type {Element | null} */ element) => {
        stopNow = null;
        setTimeout(() => stopped.abort()); // the page does not get the rest of this click or key either
        done(element);
      };
      stopNow = () => end(null);
      const block = (/** @type {Event} */ event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      const under = (/** @type {MouseEvent} */ event) => {
        const doc = event.view?.document ?? document;
        return eyelineSeen.deepest(doc, event.clientX, event.clientY);
      };
      for (const frame of windowsIn(document)) {
        frame.addEventListener("keydown", (event) => event.key === "Escape" && end(null), options);
        for (const name of [...BLOCKED, ...KEYS]) frame.addEventListener(name, block, options);
        frame.addEventListener("mousemove", (event) => {
          const element = under(event);
          if (element) over(element);
        }, options);
        frame.addEventListener("click", (event) => {
          block(event);
          end(under(event));
        }, options);
      }
      void eyelineTell({ kind: "pointed", text: "" }); // from now on
    });
  }

  /** A name may stand in two elements, and a label beside its value: what was clicked, or the little around it that says
   * enough. @param {Element} element @param {RegExp} enough @returns {Element} */
  function withEnough(element, enough) {
    for (let wider = /** @type {Element | null} */ (element); wider; wider = wider.parentElement) {
      const text = eyelineSeen.textOf(wider);
      if (text.length > LONGEST) break;
      if (enough.test(text)) return wider;
    }
    return element;
  }

  /**
   * Lets the therapist point at a field of the banner. Null when they did not.
   * @param {boolean} named it is the name @param {readonly string[]} kept what the other fields of this banner say: no
   * selector may hold words of theirs
   */
  async function pick(named, kept) {
    let last = "";
    const meant = (/** @type {Element} */ one) => withEnough(one, named ? NAME : NUMBER);
    const clicked = await pointed((one) => {
      const text = eyelineSeen.textOf(meant(one));
      if (text !== last) void eyelineTell({ kind: "pointed", text: (last = text) });
    });
    if (!clicked) return null;
    const element = meant(clicked);
    const text = eyelineSeen.textOf(element);
    const ways = waysTo(element, [text, ...kept]);
    return { place: { ways: ways.length > 1 ? ways.slice(0, WAYS) : [] }, text };
  }

  globalThis.eyelinePicker = { pick, pointed, stop: () => stopNow?.() };
})();
