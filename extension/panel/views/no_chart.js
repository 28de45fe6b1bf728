// @ts-check
/** The page in front shows no chart that Eyeline can read for certain. */
import { html, nothing } from "../../vendor/lit-html.js";
import { message } from "./message.js";

/** @param {string} why @param {import("../state.js").SiteName | null} site @param {import("./acts.js").Acts} acts */
export function noChart(why, site, acts) {
  if (why) return message("no_chart", "Not sure whose chart", `${why} Look at the page before you say it is right.`, { label: "It is right now", press: acts.retry });
  const teach = site
    ? html`<button class="plain" @click=${() => acts.teach(site)}>A chart is open: point at the client</button>`
    : nothing;
  return message("no_chart", "No chart open", "Open a client’s chart in this window.", teach);
}
