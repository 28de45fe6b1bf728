// @ts-check
/** A page of a site where Eyeline is not switched on. */
import { message } from "./message.js";

/** @param {import("../state.js").SiteName | null} site @param {string} say @param {import("./acts.js").Acts} acts */
export function newSite(site, say, acts) {
  if (!site) return message("no_chart", "No chart open", "Open a client's chart. On a new EHR, click Eyeline's button in the toolbar there.");
  const words = say || `Eyeline reads nothing on ${site.name} until you switch it on.`;
  return message("new_site", "Off on this site", words, { label: "Use Eyeline on this site", press: () => acts.switchOn(site) });
}
