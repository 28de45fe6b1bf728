// @ts-check
/** The companion could not answer, and says why. */
import { message } from "./message.js";

/** @param {string} say @param {import("./acts.js").Acts} acts */
export function failed(say, acts) {
  return message("error", "That did not work", say, { label: "Try again", press: acts.retry });
}
