// What a page can send to a port of this computer without being asked, and what another extension can. Each function is
// run in the attacker's own world by tests/browser/test_attackers.py, and gives back whatever could be read.

/** From a page, to every path: [how, what was read]. Nothing read is an empty text. */
export async function fromPage({ at, paths }) {
  const read = [];
  const soon = (made) => Promise.race([made, new Promise((done) => setTimeout(done, 2000))]);
  const note = (how, made) => soon(made.then((said) => read.push([how, String(said ?? "")]), () => read.push([how, ""])));
  const text = async (reply) => `${reply.type === "opaque" ? "" : reply.status} ${await reply.text()}`.trim();
  const element = (tag, names) =>
    new Promise((done) => {
      const made = Object.assign(document.createElement(tag), names);
      made.onload = () => done(tag === "img" ? `${made.naturalWidth}` : tag === "script" || tag === "link" ? "loaded" : inside(made));
      made.onerror = () => done("");
      document.body.append(made);
    });
  const inside = (frame) => {
    try {
      return frame.contentDocument?.body?.textContent ?? "";
    } catch {
      return "";
    }
  };
  const form = (path, enctype) =>
    new Promise((done) => {
      const name = `f${Math.random()}`;
      const frame = Object.assign(document.createElement("iframe"), { name, onload: () => done(inside(frame)) });
      const made = Object.assign(document.createElement("form"), { method: "POST", action: at + path, target: name, enctype });
      made.append(Object.assign(document.createElement("input"), { name: '{"pairing":"launch","nonce":"', value: '"}' }));
      document.body.append(frame, made);
      made.submit();
    });
  const socket = (path) =>
    new Promise((done) => {
      const made = new WebSocket(at.replace("http", "ws") + path);
      made.onopen = () => done("opened");
      made.onmessage = ({ data }) => done(data);
      made.onerror = made.onclose = () => done("");
    });
  const source = (path) =>
    new Promise((done) => {
      const made = new EventSource(at + path);
      made.onopen = () => done("opened");
      made.onmessage = ({ data }) => done(data);
      made.onerror = () => [made.close(), done("")];
    });
  const body = '{"pairing":"launch","nonce":"AAAAAAAAAAAAAAAAAAAAAA"}';
  for (const path of paths) {
    const simple = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"].map((type) =>
      note(`no-cors ${type}`, fetch(at + path, { method: "POST", mode: "no-cors", credentials: "include", body, headers: { "content-type": type } }).then(text)),
    );
    const asked = ["application/json", "application/jose"].map((type) =>
      note(`cors ${type}`, fetch(at + path, { method: "POST", body, headers: { "content-type": type } }).then(text)),
    );
    await Promise.all([
      ...simple,
      ...asked,
      note("get", fetch(at + path).then(text)),
      note("get no-cors", fetch(at + path, { mode: "no-cors" }).then(text)),
      note("beacon", Promise.resolve(navigator.sendBeacon(at + path, new Blob([body], { type: "text/plain" })) && "")),
      note("img", element("img", { src: at + path })),
      note("script", element("script", { src: at + path })),
      note("link", element("link", { rel: "stylesheet", href: at + path })),
      note("iframe", element("iframe", { src: at + path })),
      note("form text", form(path, "text/plain")),
      note("form urlencoded", form(path, "application/x-www-form-urlencoded")),
      note("event source", source(path)),
      note("web socket", socket(path)),
    ]);
    document.body.replaceChildren();
  }
  return read;
}

/** From another extension that may read this computer's ports, and knows a browser's pairing and our extension's id. */
export async function fromExtension({ at, paths, pairing, victim }) {
  const read = [];
  const note = (how, made) => made.then((said) => read.push([how, String(said ?? "")]), () => read.push([how, ""]));
  const text = async (reply) => `${reply.status} ${await reply.text()}`;
  const post = (path, body, type) => fetch(at + path, { method: "POST", body, headers: { "content-type": type } }).then(text);
  const nonce = "A".repeat(22);
  const everything = async (how) => {
    for (const path of paths) {
      await note(`${how} json`, post(path, JSON.stringify({ nonce, pairing }), "application/json"));
      await note(`${how} jose`, post(path, `e30..${"A".repeat(16)}.${"A".repeat(40)}.${nonce}`, "application/jose"));
      await note(`${how} get`, fetch(at + path).then(text));
    }
    for (const name of [pairing, "launch", nonce]) {
      await note(`${how} session`, post("/v1/session", JSON.stringify({ nonce, pairing: name }), "application/json"));
    }
  };
  await everything("own origin");
  for (const origin of [`chrome-extension://${victim}`, at]) {
    const headers = ["origin", "sec-fetch-site"].map((header) => ({ header, operation: "set", value: header === "origin" ? origin : "none" }));
    const rule = { id: 1, action: { type: "modifyHeaders", requestHeaders: headers }, condition: { urlFilter: "|http://127.0.0.1" } };
    await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: [1], addRules: [rule] });
    await everything(`as ${origin}`);
  }
  await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: [1] });
  await note("message", chrome.runtime.sendMessage(victim, { kind: "shade" }));
  await note("page", fetch(`chrome-extension://${victim}/panel/panel.html`).then(text));
  await note("port", new Promise((done) => {
    const port = chrome.runtime.connect(victim);
    port.onMessage.addListener(done);
    port.onDisconnect.addListener(() => done(chrome.runtime.lastError ? "" : ""));
    port.postMessage({ kind: "shade" });
  }));
  for (const tab of await chrome.tabs.query({})) {
    if (tab.url?.startsWith("chrome-extension:")) {
      await note("script", chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => document.body.textContent }).then((found) => JSON.stringify(found)));
    }
  }
  return read;
}
