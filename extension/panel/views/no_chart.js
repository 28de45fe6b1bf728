// @ts-check
/** The page in front shows no chart that Eyeline can read for certain. */
import { message } from "./message.js";

/** @param {string} why @param {import("./acts.js").Acts} acts */
export function noChart(why, acts) {
  if (!why) return message("no_chart", "No chart open", "Open a client's chart in this window.");
  return message("no_chart", "Not sure whose chart", why, { label: "Look again", press: acts.retry });
}
