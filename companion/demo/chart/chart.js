// A small invented EHR: one page, history routing, a banner that names the client, as hosted EHRs have it. It stands in
// for somebody else's application and knows nothing of Eyeline.

const ROOM = "/demo-ehr/";
const TABS = [
  ["overview", "Overview"],
  ["notes", "Notes"],
  ["appointments", "Appointments"],
];

/** @type {{name: string, birth_date: string, record_number: string, pronouns: string | null}[]} */
const clients = await (await fetch(`${ROOM}clients.json`)).json();

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function link(path, ...children) {
  return el("a", { href: `${ROOM}${path}`, "data-route": "" }, ...children);
}

function route() {
  const [room, record, tab = "overview"] = location.pathname.slice(ROOM.length).split("/");
  return room === "clients" ? { record: decodeURIComponent(record ?? ""), tab } : { record: null, tab };
}

function american(iso) {
  const [year, month, day] = (iso ?? "").split("-");
  return year ? `${month}/${day}/${year}` : "not on file";
}

function banner(client) {
  const field = (name, label, value) =>
    el("p", {}, el("span", { class: "label" }, label), " ", el("span", { "data-field": name }, value));
  return el(
    "section",
    { class: "chart-banner", "aria-label": "Client" },
    el("h1", {}, el("span", { "data-field": "name" }, client.name)),
    field("birth-date", "DOB", american(client.birth_date)),
    field("record-number", "Record", client.record_number),
    field("pronouns", "Pronouns", client.pronouns ?? "not on file"),
  );
}

function card(title, ...children) {
  return el("section", { class: "card" }, el("h2", {}, title), ...children);
}

function overviewTab() {
  const rows = [
    ["Status", "Active"],
    ["Service", "90834, psychotherapy, 45 minutes"],
    ["Location", "Office 2"],
    ["Consent on file", "Yes"],
  ];
  const list = el("dl", {}, ...rows.flatMap(([term, said]) => [el("dt", {}, term), el("dd", {}, said)]));
  return [card("Care", list), card("Messages", el("p", {}, "No unread messages."))];
}

function notesTab() {
  const area = el("textarea", { id: "note", rows: "14", spellcheck: "false", placeholder: "Write the note here. Nothing is saved." });
  return [card("New progress note", el("label", { for: "note" }, "Note"), area, el("button", { type: "button" }, "Sign"))];
}

function appointmentsTab() {
  const rows = ["Tue 10:00, office 2", "Tue 10:00, office 2 (in two weeks)", "Tue 10:00, telehealth (in four weeks)"];
  return [card("Upcoming", el("ul", {}, ...rows.map((row) => el("li", {}, row))))];
}

const TAB_BODIES = { overview: overviewTab, notes: notesTab, appointments: appointmentsTab };

function chart(client, tab) {
  const tabs = TABS.map(([path, title]) => {
    const made = link(`clients/${encodeURIComponent(client.record_number)}/${path}`, title);
    if (path === tab) made.setAttribute("aria-current", "page");
    return made;
  });
  const body = (TAB_BODIES[tab] ?? overviewTab)();
  return [banner(client), el("nav", { class: "tabs", "aria-label": "Chart" }, ...tabs), el("div", { class: "cards" }, ...body)];
}

function start() {
  return [card("Today", el("p", {}, "Open a client's chart from the list."))];
}

function draw() {
  const { record, tab } = route();
  const open = clients.find((client) => client.record_number === record);
  const list = clients.map((client) => {
    const made = link(
      `clients/${encodeURIComponent(client.record_number)}/overview`,
      el("b", {}, client.name),
      el("span", {}, client.record_number),
    );
    if (client === open) made.setAttribute("aria-current", "page");
    return el("li", {}, made);
  });
  document.querySelector("#clients").replaceChildren(...list);
  document.querySelector("#chart").replaceChildren(...(open ? chart(open, tab) : start()));
}

addEventListener("popstate", draw);
document.addEventListener("click", (event) => {
  const followed = event.target.closest("a[data-route]");
  if (!followed || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  history.pushState(null, "", followed.href);
  draw();
});
draw();
