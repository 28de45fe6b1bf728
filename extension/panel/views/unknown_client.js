// @ts-check
/** The chart is nobody's whose notes were brought in. */
import { message } from "./message.js";

/** @param {string} why */
export function unknownClient(why) {
  return message("unknown_client", "No notes here", `${why || "No client here fits this chart."} Bring notes in with Eyeline.`);
}
