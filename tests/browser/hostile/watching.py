"""What the page itself looks for while hostile texts are shown in it."""

from __future__ import annotations

from tests.browser import shown

WATCH = """() => {
  globalThis.ran = [];
  Object.defineProperty(globalThis, "hit", { set: () => ran.push("hit"), get: () => undefined });
  for (const name of ["alert", "confirm", "prompt", "open"]) globalThis[name] = () => ran.push(name);
  const forbidden = (event) => ran.push(`${event.violatedDirective} ${event.blockedURI}`);
  document.addEventListener("securitypolicyviolation", forbidden);
  addEventListener("error", (event) => ran.push(String(event.message ?? event.target)), true);
}"""

SHOW = (
    "async (json) => { const draw = "
    + shown.DRAW
    + r""";
  const faults = [];
  const known = new Set(("HTML BODY HEADER MAIN SECTION FOOTER H1 H2 H3 OL LI P B SPAN BDI TIME BUTTON INPUT SELECT"
    + " OPTION LABEL FORM DIV DETAILS SUMMARY MARK TEXTAREA svg rect polyline circle DL DT DD").split(" "));
  const never = /^(on|src|href|style|srcdoc|action)/;
  const inView = (one) => {
    const { top, bottom, left, right } = one.getBoundingClientRect();
    return top >= -1 && left >= -1 && bottom <= innerHeight + 1 && right <= innerWidth + 1;
  };
  for (const [at, { state, words, whole }] of JSON.parse(json).entries()) {
    await draw([state, "2025-04-15"]);
    const fault = (what) => faults.push([at, what]);
    const texts = [...document.querySelectorAll("bdi, mark, .text")].map((one) => one.textContent);
    for (const word of words) if (!texts.includes(word)) fault(`changed: ${JSON.stringify(word).slice(0, 80)}`);
    for (const one of document.querySelectorAll("body *")) {
      if (!known.has(one.tagName)) fault(`<${one.tagName}>`);
      for (const { name } of one.attributes) if (never.test(name)) fault(`${one.tagName} ${name}`);
    }
    if (document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth) fault("sideways");
    if (document.querySelector("header")) {
      for (const one of document.querySelectorAll("header, header .dots, .back, .asking input, .echoes")) {
        if (!inView(one)) fault(`out of view: ${one.className || one.tagName}`);
      }
      const rest = document.querySelector("main.rest");
      if (rest && document.body.scrollHeight > innerHeight) fault("the panel at rest scrolls");
      const rows = [...document.querySelectorAll(".row")];
      if (rows.some((row) => row.offsetHeight > innerHeight * 0.71)) fault("a row too tall");
    }
    if (document.title !== "Eyeline") fault("title");
  }
  return faults;
}"""
)

TURNED = """() => {
  const turned = [];
  const chars = (node) => [...node.data].map((char, at) => {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + char.length);
    return range.getBoundingClientRect();
  }).filter(({ width }) => width > 0);
  const back = (box, at, all) => at > 0 && box.top === all[at - 1].top && box.left < all[at - 1].left;
  for (const one of document.querySelectorAll("time, .since, .when, .sample, h2 span, h3, p > b, button.plain")) {
    for (const node of one.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && chars(node).some(back)) turned.push(one.className || one.tagName);
    }
  }
  const places = [...document.querySelectorAll("header b, header h1 > span")].map((one) => one.getBoundingClientRect());
  if (places.some(back)) turned.push("the record number before the name");
  const echo = [...document.querySelectorAll(".found .say:has(time)")];
  const before = (say) => say.querySelector("time").getBoundingClientRect().left < say.getBoundingClientRect().left + 5;
  if (echo.some((say) => say.getClientRects()[0].height < 25 && before(say))) turned.push("the day before the words");
  return turned;
}"""
