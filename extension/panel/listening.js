// @ts-check
/** Keeps one long-poll open to the companion, and tells the panel how the line is and what has happened. */
import { CompanionError } from "../companion.js";

/** @typedef {import("../companion.js").Companion} Companion */
/** @typedef {import("./state.js").Link} Link */
/** @typedef {import("../replies.js").Event} Heard */
/** @typedef {{line: (link: Link, say: string) => void, read: (client: string | null) => void}} Ears */

const TRY_AGAIN = 700;
/** The version of docs/protocol.md that this panel speaks. */
const PROTOCOL = 5;

/** @type {[Link, string]} */
const NOBODY = ["not_running", ""];

/** How the line is, told from why a call failed. @param {unknown} error @returns {[Link, string]} */
export function lineAfter(error) {
  if (!(error instanceof CompanionError)) return ["up", ""];
  const { kind, say } = error;
  const ends = kind === "not_running" || kind === "not_ours" || kind === "locked" || kind === "refused";
  return ends ? [kind, say] : ["up", ""];
}

/** Whether the last word of `events` on it is that the vault is locked; null when they do not speak of it.
 * @param {readonly Heard[]} events @returns {boolean | null} */
export function lockedAfter(events) {
  const last = events.filter((event) => event.kind === "locked" || event.kind === "unlocked").at(-1);
  return last ? last.kind === "locked" : null;
}

/**
 * Goes on until `stop` is aborted. After a failure it asks how things stand before it listens again.
 * @param {Companion} companion @param {Ears} ears @param {AbortSignal} stop
 */
export async function listen(companion, ears, stop) {
  let since = -1;
  while (!stop.aborted) {
    try {
      since = since < 0 ? await stand(companion, ears, stop) : await hear(companion, ears, stop, since);
    } catch (error) {
      if (stop.aborted) return;
      since = -1;
      const slow = error instanceof CompanionError && error.kind === "slow"; // not even to "how do things stand"
      ears.line(...(slow ? NOBODY : lineAfter(error)));
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN));
    }
  }
}

/** Which of the two has to be brought up to date. @param {number | undefined} protocol the companion's @returns {string} */
function older(protocol) {
  return (protocol ?? 0) < PROTOCOL
    ? "The companion on this computer is older than this panel. Update it."
    : "This panel is older than the companion. Update the browser's extension.";
}

/** @param {Companion} companion @param {Ears} ears @param {AbortSignal} stop @returns {Promise<number>} */
async function stand(companion, ears, stop) {
  const { result } = await companion.ask("/v1/status", {});
  const line = result.protocol === PROTOCOL ? (result.locked ? "locked" : "up") : "mismatch";
  if (!stop.aborted) ears.line(line, line === "mismatch" ? older(result.protocol) : "");
  return 0;
}

/** @param {Companion} companion @param {Ears} ears @param {AbortSignal} stop @param {number} since */
async function hear(companion, ears, stop, since) {
  const { seq, events } = await companion.listen(since);
  if (stop.aborted) return seq;
  const locked = lockedAfter(events);
  if (locked === true) ears.line("locked", "");
  if (locked === false) await stand(companion, ears, stop);
  if (events.some((event) => event.kind === "revoked")) ears.line("refused", "");
  for (const client of new Set(events.filter((event) => event.kind === "notes_read").map((event) => event.client))) {
    ears.read(client);
  }
  return seq;
}
