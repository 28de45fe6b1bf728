// @ts-check
/** A state to what is drawn. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { blank } from "../../../../extension/panel/views/blank.js";
import { bringInPage } from "./bring_in.js";
import { briefPage } from "./brief.js";
import { clientView } from "./client.js";
import { clientsPage } from "./clients.js";
import { firstStep } from "./first_run.js";
import { searchPage } from "./search.js";
import { settingsPage } from "./settings.js";
import { shell } from "./shell.js";
import { startingPage, stoppedPage, unlockPage } from "./unlock.js";

/** @param {import("../state.js").State} state @param {import("../window.js").Acts} acts */
export function viewOf(state, acts) {
  if (state.shade) return blank("shade");
  switch (state.page) {
    case "starting":
      return startingPage(state);
    case "stopped":
      return stoppedPage();
    case "unlock":
      return unlockPage(state, acts);
    case "clients":
      return shell(state, acts, clientsPage(state, acts));
    case "client":
      return shell(state, acts, clientView(state, acts));
    case "brief":
      return shell(state, acts, briefPage(state, acts));
    case "search":
      return shell(state, acts, searchPage(state, acts));
    case "bring_in":
      return shell(state, acts, bringInPage(state, acts));
    case "settings":
      return shell(state, acts, settingsPage(state, acts));
    default:
      return html`<div class="steps">${firstStep(state, acts)}</div>`;
  }
}
