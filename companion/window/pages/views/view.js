// @ts-check
/** A state to what is drawn. */
import { html } from "../../../../extension/vendor/lit-html.js";
import { bringInPage } from "./bring_in.js";
import { browsersPage } from "./browsers.js";
import { firstStep } from "./first_run.js";
import { searchPage } from "./search.js";
import { shell } from "./shell.js";
import { startingPage, stoppedPage, unlockPage } from "./unlock.js";

/** @param {import("../state.js").State} state @param {import("../window.js").Acts} acts */
export function viewOf(state, acts) {
  switch (state.page) {
    case "starting":
      return startingPage(state);
    case "stopped":
      return stoppedPage();
    case "unlock":
      return unlockPage(state, acts);
    case "search":
      return shell(state, acts, searchPage(state, acts));
    case "bring_in":
      return shell(state, acts, bringInPage(state, acts));
    case "browsers":
      return shell(state, acts, browsersPage(state, acts));
    default:
      return html`<div class="steps">${firstStep(state, acts)}</div>`;
  }
}
