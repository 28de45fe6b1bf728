// @ts-check
/** Somebody answers who is not our companion, or does not know this browser. Nothing was told to it. */
import { message } from "./message.js";

const STRANGER = "Another program answers in Eyeline's place. Nothing was sent to it. Stop it, or start Eyeline anew.";
const UNKNOWN = "Eyeline does not know this browser. If you ended its pairing, pair it again.";

/** @param {boolean} refused @param {import("./acts.js").Acts} acts */
export function notOurs(refused, acts) {
  if (!refused) return message("not_ours", "Not Eyeline", STRANGER);
  return message("not_ours", "Not paired any more", UNKNOWN, { label: "Pair again", press: acts.pairAgain });
}
