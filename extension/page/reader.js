// @ts-check
/**
 * Runs in the EHR's page: reads whose chart it shows, and tells the panel when that may have changed. It tells only that
 * something changed; no word of the page leaves it unasked. It writes nothing into the page.
 */
(() => {
  if (globalThis.eyelineReader) return;
  /** What neither the page's mutations nor its events show (a form's value set by script) is seen this soon. */
  const LOOK_EVERY = 200;
  /** So long after its load a page may have gone on by itself before it is first looked at (milliseconds). */
  const YOUNG = 10_000;
  /** An address with an id in it, of whatever kind. */
  const WITH_ID = /\d|[\w-]{20}/;
  const ATTRIBUTES = ["class", "style", "hidden", "datetime", "open", "aria-hidden", "aria-selected"];

  /** @typedef {Parameters<typeof eyelineReader.read>[0]} Fields */

  /** The different texts that a field's places show. @param {readonly {ways: string[][]}[] | undefined} places */
  function texts(places) {
    const found = (places ?? []).map(({ ways }) => eyelineSeen.find(ways)).filter((one) => one !== null);
    return [...new Set(found.map(eyelineSeen.textOf))].filter(Boolean);
  }

  const here = () => location.pathname + location.search + location.hash;

  /** @param {Fields} fields @returns {import("../chart.js").PageText} */
  function read(fields) {
    return {
      origin: location.origin,
      path: here(),
      came: watching?.came(fields) ?? here(),
      document: performance.timeOrigin,
      name: texts(fields.name),
      birth_date: texts(fields.birth_date),
      record_number: texts(fields.record_number),
    };
  }

  /** A page that has just been loaded may have gone on already when it is first looked at. */
  function atFirst() {
    const loaded = performance.now() < YOUNG ? performance.getEntriesByType("navigation")[0]?.name : undefined;
    const { pathname, search, hash } = new URL(loaded ?? location.href);
    return pathname + search + hash;
  }

  class Watch {
    /** @type {WeakSet<Node>} */
    #observed = new WeakSet();
    #seen = "";
    /** What the banner says; null: never looked at. @type {string | null} */
    #words = null;
    /** The addresses under which it has said so since, the one it came under first. @type {Set<string>} */
    #under = new Set();
    /** The address under which the page was changed last, if that was since the address came. */
    #changed = "";
    #waiting = false;
    #observer = new MutationObserver(() => {
      this.#changed = here();
      this.#soon();
    });
    #stopped = new AbortController();

    /** @param {Fields} fields */
    constructor(fields) {
      this.fields = fields;
      this.#seen = this.#look();
      const { signal } = this.#stopped;
      for (const name of ["popstate", "hashchange", "pageshow", "visibilitychange"]) {
        addEventListener(name, () => this.#moved(), { signal });
      }
      // the only event that tells of pushState; its listener runs in the task that changed the address
      window.navigation?.addEventListener("currententrychange", () => this.#moved(), { signal });
      addEventListener("input", () => this.#soon(), { signal, capture: true });
      const timer = setInterval(() => document.visibilityState === "visible" && this.#compare(), LOOK_EVERY);
      signal.addEventListener("abort", () => clearInterval(timer));
    }

    stop() {
      this.#stopped.abort();
      this.#observer.disconnect();
    }

    #look() {
      this.#observe(document);
      // mutations inside shadow roots and frames do not show from outside
      const ways = Object.values(this.fields).flatMap((places) => places.flatMap((place) => place.ways));
      ways.flatMap(eyelineSeen.roots).flat().forEach((root) => this.#observe(root));
      this.came(this.fields);
      return JSON.stringify(read(this.fields));
    }

    /** The last other address with an id under which the banner has said what it says: a banner that has stood under
     * another client's address may be left over here too, also on the way back. @param {Fields} fields @returns {string} */
    came(fields) {
      const words = JSON.stringify([fields.name, fields.birth_date, fields.record_number].map(texts));
      if (words !== this.#words) this.#under = new Set([this.#words === null ? atFirst() : this.#changed || here()]);
      this.#words = words;
      this.#under.add(here());
      return [...this.#under].findLast((path) => path !== here() && WITH_ID.test(path)) ?? here();
    }

    /** @param {Node} root */
    #observe(root) {
      if (this.#observed.has(root)) return;
      this.#observed.add(root);
      const all = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES };
      this.#observer.observe(root, all);
    }

    /** A look costs a layout, and a page that is typed in changes with every key: one look a frame. */
    #soon() {
      if (this.#waiting) return;
      this.#waiting = true;
      requestAnimationFrame(() => {
        this.#waiting = false;
        this.#compare();
      });
    }

    #moved() {
      this.#compare();
      this.#changed = "";
    }

    #compare() {
      const now = this.#look();
      if (now === this.#seen) return;
      this.#seen = now;
      void eyelineTell({ kind: "chart_changed" }).then((heard) => heard || forget(this));
    }
  }

  /** @type {Watch | null} */
  let watching = null;

  /** Nobody listens: the next panel that reads this page watches it anew. @param {Watch} watch */
  function forget(watch) {
    watch.stop();
    if (watching === watch) watching = null;
  }

  /** Once for the same fields, however often it is asked. @param {Fields} fields */
  function watch(fields) {
    if (watching && JSON.stringify(watching.fields) === JSON.stringify(fields)) return;
    watching?.stop();
    watching = new Watch(fields);
  }

  globalThis.eyelineReader = { read, watch };
})();
