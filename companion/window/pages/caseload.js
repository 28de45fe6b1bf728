// @ts-check
/** All clients, to go to one of them; and the page before a session, from one client to the next. */

/** @typedef {import("./window.js").Room} Room */
/** @typedef {import("./state.js").ListedClient} ListedClient */

/** @param {Room} room */
export function caseload(room) {
  function showClients() {
    room.show("clients");
    return room.work(async () => {
      const { clients } = await room.ask("/v1/client/list");
      if (room.isOpen) room.change({ listed: clients });
    });
  }

  /** @param {string} words */
  function filterClients(words) {
    room.change({ filter: words });
  }

  /** @param {string} id */
  function openBrief(id) {
    room.change({ brief: { id, reply: null } });
    room.show("brief");
    return room.work(async () => {
      if (!room.state.listed.length) room.change({ listed: (await room.ask("/v1/client/list")).clients });
      const reply = await room.askAbout(id, "/v1/client/brief", { client_id: id });
      if (room.isOpen && room.state.brief.id === id) room.change({ brief: { id, reply } });
    });
  }

  /** The client after this one in the list, or before; round at the ends. @param {1 | -1} by */
  function nextBrief(by) {
    const ids = room.state.listed.filter(({ damaged, consented }) => consented && !damaged).map(({ client }) => client.id);
    const next = ids[(ids.indexOf(room.state.brief.id) + by + ids.length) % ids.length];
    if (next) void openBrief(next);
  }

  return { showClients, filterClients, openBrief, nextBrief };
}

/** Those whose name, record number or birth date hold every word. @param {ListedClient[]} listed @param {string} words */
export function filtered(listed, words) {
  const wanted = words.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  return listed.filter(({ client, record_number }) => {
    const said = `${client.name} ${record_number} ${client.birth_date ?? ""}`.toLocaleLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}
