// @ts-check
/** The step deeper that is open beside a client's page. */
import { nothing } from "../../../../extension/vendor/lit-html.js";
import { decidedAside } from "./decided_aside.js";
import { goalAside } from "./goal_aside.js";
import { deletion, noteAside } from "./note.js";
import { personAside } from "./person_aside.js";
import { pullAside } from "./pull_aside.js";
import { riskAside } from "./risk_aside.js";
import { themeAside } from "./theme_aside.js";

/** @param {import("../state.js").Aside} aside @param {import("../state.js").State} state @param {import("../state.js").ClientPage} page
 * @param {import("../window.js").Acts} acts */
export function asideOf(aside, state, page, acts) {
  switch (aside.kind) {
    case "note":
      return noteAside({
        ...{ title: page.client.name, of: aside.of, quote: aside.quote, text: aside.reply?.text ?? null, say: aside.say, close: acts.back },
        foot: aside.reply ? deletion(aside.of.note_id, state.busy, acts) : nothing,
      });
    case "theme":
      return themeAside(aside, page, acts);
    case "goal":
      return goalAside(aside, acts);
    case "risk":
      return riskAside(aside, acts);
    case "decided":
      return decidedAside(aside, acts);
    case "pull":
      return pullAside(state, acts);
    case "person":
      return personAside(aside, page, acts);
  }
}
