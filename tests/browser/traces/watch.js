// Runs in the panel's own page: whose words stand in it, from when to when, and what it had been told by then.
(people) => {
  const now = () => performance.timeOrigin + performance.now();
  const waiting = new Set();
  let log = { seen: [], told: [] };
  let last = null;

  // whole words: a note's id may hold anybody's digits
  const known = people.map(({ key, words }) => ({ key, says: new RegExp(`(?<![\\w-])(${words.join("|")})(?![\\w-])`) }));

  /** Whose words stand in the panel, looked for in everything that its page holds. */
  function look() {
    const html = document.documentElement.outerHTML;
    const found = known.filter(({ says }) => says.test(html)).map(({ key }) => key);
    const asks = document.querySelector("[data-view=which_client], [data-view=unknown_client]") !== null;
    const view = document.querySelector("[data-view]")?.dataset.view ?? "";
    const state = `${asks} ${view} ${found}`;
    if (state !== last) {
      last = state;
      log.seen.push({ at: now(), asks, view, found, frames: [] });
      for (const wait of waiting) wait();
    }
    return found;
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  (function frame() {
    if (look().length) log.seen.at(-1).frames.push(now());
    requestAnimationFrame(frame);
  })();

  /** These listeners were added last, so they run after the panel's own, in the same task. */
  function told(why) {
    log.told.push({ at: now(), why, left: look() });
    for (const wait of waiting) wait();
  }
  chrome.windows.getCurrent().then(({ id: own }) => {
    chrome.tabs.onUpdated.addListener((_id, change, tab) => {
      const moved = change.url !== undefined || change.status === "loading";
      if (moved && tab.active && tab.windowId === own) told(change.url === undefined ? "loading" : "address");
    });
    chrome.tabs.onActivated.addListener(({ windowId }) => windowId === own && told("tab"));
    chrome.runtime.onMessage.addListener((message, { tab }) => {
      if (message.kind === "chart_changed" && tab?.active && tab.windowId === own) told("page");
    });
  });

  /** The companion's answers about charts wait here while the test holds them. */
  const line = { held: null, asked: () => undefined };
  const really = globalThis.fetch;
  globalThis.fetch = async (...given) => {
    const reply = await really(...given);
    if (line.held && String(given[0]).endsWith("/v1/chart/open")) {
      line.asked();
      await line.held;
    }
    return reply;
  };

  const until = (right, ms) =>
    new Promise((done) => {
      const end = (came) => {
        clearTimeout(timer);
        waiting.delete(wait);
        done(came);
      };
      const wait = () => right() && end(true);
      const timer = setTimeout(() => end(false), ms);
      waiting.add(wait);
      wait();
    });

  globalThis.watching = {
    now,
    look,
    /** What was seen since the last time. */
    take() {
      const taken = log;
      log = { seen: [{ ...taken.seen.at(-1), at: now(), frames: [] }], told: [] };
      return taken;
    },
    /** Whether this client and nobody else is shown in time. */
    shows: (key, ms) => until(() => !log.seen.at(-1).asks && log.seen.at(-1).found.join() === key, ms),
    /** Whether it has come to rest: this client is shown (empty: any), or why there is none. */
    rests: (key, ms) =>
      until(() => {
        const { view, found, asks } = log.seen.at(-1);
        return view !== "blank" && view !== "shade" && (asks || found.length === 0 || key === "" || found.join() === key);
      }, ms),
    nobody: (ms) => until(() => log.seen.at(-1).found.length === 0, ms),
    told: (count, ms) => until(() => log.told.length > count, ms),
    count: () => log.told.length,
    /** Holds answers about charts from now on; ends when one is held. */
    hold() {
      let release;
      line.held = new Promise((done) => { release = done; });
      line.release = () => {
        line.held = null;
        release();
      };
      line.came = new Promise((done) => { line.asked = done; });
    },
    held: (ms) => Promise.race([line.came.then(() => true), new Promise((done) => setTimeout(() => done(false), ms))]),
    release: () => line.release?.(),
  };
}
