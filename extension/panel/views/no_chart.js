// @ts-check
/** The page in front shows no chart that Eyeline can read for certain. */
import { html, nothing } from "../../vendor/lit-html.js";
import { message } from "./message.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("../state.js").SiteName} SiteName */

const AGAIN = "Look at the page before you say it is right.";

/** @param {import("../state.js").Why} why @param {string} say @param {SiteName | null} site @param {Acts} acts */
export function noChart(why, say, site, acts) {
  const teach = site ? html`<button class="plain" @click=${() => acts.teach(site)}>${why ? "" : "A chart is open: "}Point at the client</button>` : nothing;
  const again = (/** @type {string} */ label) => html`<button class="plain" @click=${acts.retry}>${label}</button>`;
  switch (why) {
    case "left_over":
      return unsure(`The page’s address has changed, its banner has not. ${AGAIN}`, again("It is right now"));
    case "divided":
      return unsure("The page’s address and its banner do not agree yet.", again("Look again"));
    case "no_banner":
      return unsure("The client does not stand where you pointed on this site.", html`${again("Look again")} ${teach}`);
    case "not_sure":
      return unsure(say, again("Look again"));
    case "no_consent":
      return message("no_chart", "No consent", say);
    case "":
      return message("no_chart", "No chart open", "Open a client’s chart in this window.", teach);
  }
}

/** @param {string} say @param {import("../../vendor/lit-html.js").TemplateResult} buttons */
function unsure(say, buttons) {
  return message("no_chart", "Not sure whose chart", say, buttons);
}
