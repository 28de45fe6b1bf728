// @ts-check
/**
 * When echoes may change: at once for the first, then at most every twenty seconds, or on Enter; never under the
 * pointer. Pure: the time and the pointer come with the event. The typed words are not here and nowhere kept.
 */

/** @typedef {import("../replies.js").SearchReply} SearchReply */
/**
 * @typedef {object} Echoes
 * @property {number} asked the number of the newest question; 0 when the field is empty
 * @property {SearchReply | null} shown @property {number} shownAt milliseconds
 * @property {{reply: SearchReply, entered: boolean} | null} held an answer that has to wait
 * @property {string} say why there is none
 */

export const CHANGE_EVERY = 20_000;
export const AT_MOST = 3;

/** Nothing asked, nothing shown. @returns {Echoes} */
export function quiet() {
  return { asked: 0, shown: null, shownAt: 0, held: null, say: "" };
}

/** A new question was asked; 0 when the field was emptied, which empties the echoes too: it is the therapist's own act.
 * @param {Echoes} echoes @param {number} asked @returns {Echoes} */
export function typed(echoes, asked) {
  return asked === 0 ? quiet() : { ...echoes, asked, held: null };
}

/** @param {Echoes} echoes
 * @param {{asked: number, reply: SearchReply, entered: boolean, at: number, pointed: boolean}} answer @returns {Echoes} */
export function answered(echoes, { asked, reply, entered, at, pointed }) {
  if (asked !== echoes.asked) return echoes;
  return due({ ...echoes, held: { reply, entered }, say: "" }, { at, pointed });
}

/** Shows what was held back, if its time has come.
 * @param {Echoes} echoes @param {{at: number, pointed: boolean}} now @returns {Echoes} */
export function due(echoes, { at, pointed }) {
  const { held, shown, shownAt } = echoes;
  if (!held || (pointed && shown)) return echoes;
  if (shown && !held.entered && at - shownAt < CHANGE_EVERY) return echoes;
  return { ...echoes, shown: held.reply, shownAt: at, held: null };
}

/** @param {Echoes} echoes @param {string} say @returns {Echoes} */
export function emptied(echoes, say) {
  return { ...echoes, shown: null, held: null, say };
}
