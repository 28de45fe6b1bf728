// @ts-check
/** What the panel and the window call the same thing. */

export const STATUS = { active: "open", achieved: "met", discontinued: "stopped" };
export const STEP = { progress: "step forward", setback: "step back", mention: "mentioned" };
export const OUTCOME = { done: "done", partly: "partly done", not_done: "not done" };

/** Where nothing leads the safety line, which is not the same as safe. @param {import("../../replies.js").SafetyRow} safety */
export function nothingLeads({ set_aside, notes_read, notes_hidden }) {
  const read = `${notes_read} ${notes_read === 1 ? "note" : "notes"} read`;
  const notes = notes_hidden ? `${read}, ${notes_hidden} not shown` : read;
  return set_aside ? `Nothing current in ${notes}; ${set_aside} denied, older or about others` : `No risk words in ${notes}`;
}

/** Which risk leads it, and whose word that is. @param {import("../../replies.js").SafetyRow} safety */
export function leads({ label, assertion, decided }) {
  return `${assertion === "present" ? label : `${label}, ${assertion}`}${decided ? ", by you" : ""}`;
}
