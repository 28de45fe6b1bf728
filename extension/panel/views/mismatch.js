// @ts-check
/** Panel and companion are of versions that do not understand each other. */
import { message } from "./message.js";

/** @param {string} say */
export function mismatch(say) {
  return message("mismatch", "Versions differ", say);
}
