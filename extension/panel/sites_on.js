// @ts-check
/** The sites where the therapist has switched Eyeline on: reading the page in front, teaching it, listening to its note
 * fields. */
import * as browser from "../browser.js";
import { readingOf } from "../chart.js";
import { builtInFor, siteOf } from "../sites.js";
import { switchedOn, withPlaces, withSite } from "../taught.js";
import { begun, pickedIn } from "./teaching.js";

/** @typedef {import("../sites.js").Field} Field */
/** @typedef {import("../sites.js").DateOrder} DateOrder */
/** @typedef {import("../taught.js").TaughtSites} TaughtSites */
/** @typedef {import("./following.js").Look} Look */
/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Event} Event */
/** @typedef {import("./state.js").SiteName} SiteName */
/** @typedef {import("./teaching.js").Teaching} Teaching */

/** @type {Look} */
const NOTHING = { tabId: null, kind: "off", site: null, reading: null };
const NOT_HTTPS = "Eyeline reads pages with a secure address (https) alone.";
const NOT_GRANTED = "The browser did not let Eyeline read this site. Press the button again and choose Allow.";

/** See the file's head. */
export class SitesOn {
  /** @type {TaughtSites} */
  #taught = {};
  /** The tab in front, as it was last read. @type {number | null} */
  #tabId = null;

  /** @param {number} windowId @param {() => State} state @param {(event: Event) => void} happen */
  constructor(windowId, state, happen) {
    this.windowId = windowId;
    this.state = state;
    this.happen = happen;
  }

  /** @param {unknown} kept what was kept in the browser */
  took(kept) {
    this.#taught = /** @type {TaughtSites} */ (kept ?? {});
  }

  /** What the page in front says, with a watch set on it. @returns {Promise<Look>} */
  async look() {
    const tab = await browser.tabInFront(this.windowId);
    this.#tabId = tab?.id ?? null;
    if (!tab?.url || !/^https?:/.test(tab.url)) return { ...NOTHING, tabId: this.#tabId };
    const { origin, pathname, search, hash } = new URL(tab.url);
    const path = pathname + search + hash;
    const site = siteOf(origin, path, this.#taught);
    const name = { origin, name: builtInFor(origin, path)?.name ?? new URL(origin).host };
    const off = { ...NOTHING, tabId: tab.id, site: name };
    if (!site) return off;
    if (!site.fields.name) return { ...off, kind: "untaught" };
    const page = await browser.readPage(tab.id, site.fields);
    if (!page) return (await browser.mayRead(origin)) ? { ...off, kind: "on" } : off;
    if (site.echoes) void browser.listenToWriting(tab.id, true);
    return { ...off, kind: "on", reading: page.origin === origin ? readingOf(page, site) : null };
  }

  /** @param {SiteName} site @returns {Extract<Event, {type: "untaught"}>} */
  untaught({ origin, name }) {
    const teaching = begun(origin, name, this.#taught[origin]?.order ?? "mdy");
    return { type: "untaught", generation: this.state().generation, teaching };
  }

  /** A click switches a site on; asking the browser has to be its first act. @param {SiteName} site */
  async switchOn(site) {
    const { generation } = this.state();
    const refuse = (/** @type {string} */ say) => this.happen({ type: "new_site", generation, site, at: Date.now(), say });
    const loopback = site.origin.startsWith("http://127.0.0.1");
    if (!loopback && !site.origin.startsWith("https:")) return refuse(NOT_HTTPS);
    const granted = await browser.askToRead(site.origin).catch(() => false);
    if (!granted) return refuse(NOT_GRANTED);
    await this.#keep(withSite(this.#taught, site.origin, this.#taught[site.origin] ?? switchedOn()));
  }

  /** Nothing of it is read any more, and what was taught is forgotten. @param {string} origin */
  async switchOff(origin) {
    await browser.stopReading(origin);
    await this.#keep(withSite(this.#taught, origin, null));
  }

  /** @param {string} origin @returns {boolean} */
  listens(origin) {
    return this.#taught[origin]?.echoes ?? false;
  }

  /** Whether Eyeline listens to the note fields of a site. @param {string} origin @param {boolean} on */
  async listen(origin, on) {
    const taught = this.#taught[origin] ?? switchedOn();
    if (this.#tabId !== null) await browser.listenToWriting(this.#tabId, on);
    await this.#keep(withSite(this.#taught, origin, { ...taught, echoes: on }));
  }

  /** The therapist points at one field of the banner. @param {Field} field */
  async point(field) {
    const tabId = this.#tabId;
    const teaching = this.#teaching();
    if (tabId === null || !teaching) return;
    this.#teach({ ...teaching, pointing: field, over: null, say: "" });
    const others = Object.entries(teaching.picks).flatMap(([name, picked]) => (name === field ? [] : [picked.text]));
    const picked = await browser.pickField(tabId, field, others);
    const now = this.#teaching();
    if (now?.pointing === field) this.#teach(pickedIn(now, field, picked));
  }

  /** @param {string} text what is under the pointer */
  over(text) {
    const teaching = this.#teaching();
    if (teaching?.pointing) this.#teach({ ...teaching, over: text });
  }

  async stopPointing() {
    if (this.#tabId !== null) await browser.stopPointing(this.#tabId);
  }

  /** @param {DateOrder} order */
  dates(order) {
    const teaching = this.#teaching();
    if (teaching) this.#teach({ ...teaching, order });
  }

  /** Keeps what was taught; the page is read by it from now on. */
  async finish() {
    const teaching = this.#teaching();
    if (!teaching) return;
    const { origin, picks, order } = teaching;
    const places = Object.fromEntries(Object.entries(picks).map(([field, { place }]) => [field, place]));
    const taught = withPlaces(this.#taught[origin] ?? switchedOn(), places);
    await this.#keep(withSite(this.#taught, origin, { ...taught, order }));
  }

  /** Lets the therapist point at a note's text on the page in front. @returns {Promise<string | null>} */
  async pointAtNote() {
    return this.#tabId === null ? null : await browser.pickNote(this.#tabId);
  }

  /** @returns {Teaching | null} */
  #teaching() {
    const { chart } = this.state();
    return chart.kind === "teach" ? chart.teaching : null;
  }

  /** @param {Teaching} teaching */
  #teach(teaching) {
    this.happen({ type: "teaching", generation: this.state().generation, teaching });
  }

  /** @param {TaughtSites} sites */
  async #keep(sites) {
    this.#taught = sites;
    await browser.keep("sites", sites);
    this.happen({ type: "page_changed" });
  }
}
