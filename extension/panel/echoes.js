// @ts-check
/**
 * When echoes may change: at once for the first, then at most every twenty seconds, or on Enter; never under the
 * pointer or the focus, and not while they are held. Pure: the time and the pointer come with the event. The words that
 * are typed are not here and nowhere kept.
 */

/** @typedef {import("../replies.js").EchoesReply} EchoesReply */
/**
 * @typedef {object} Echoes
 * @property {number} asked the number of the newest question; 0 when the field is empty
 * @property {EchoesReply | null} shown @property {number} shownAt milliseconds
 * @property {{reply: EchoesReply, entered: boolean} | null} waiting an answer whose time has not come
 * @property {boolean} held the therapist holds them with a key
 * @property {string} say why there is none
 */

export const CHANGE_EVERY = 20_000;
export const AT_MOST = 3;

/** Nothing asked, nothing shown. @returns {Echoes} */
export function quiet() {
  return { asked: 0, shown: null, shownAt: 0, waiting: null, held: false, say: "" };
}

/** A new question was asked; 0 when the field was emptied, which empties the echoes too: it is the therapist's own act.
 * @param {Echoes} echoes @param {number} asked @returns {Echoes} */
export function typed(echoes, asked) {
  return asked === 0 ? quiet() : { ...echoes, asked, waiting: null };
}

/** @param {Echoes} echoes
 * @param {{asked: number, reply: EchoesReply, entered: boolean, at: number, pointed: boolean}} answer @returns {Echoes} */
export function answered(echoes, { asked, reply, entered, at, pointed }) {
  if (asked !== echoes.asked) return echoes;
  return due({ ...echoes, waiting: { reply, entered }, say: "" }, { at, pointed });
}

/** Shows what had to wait, if its time has come. @param {Echoes} echoes @param {{at: number, pointed: boolean}} now
 * @returns {Echoes} */
export function due(echoes, { at, pointed }) {
  const { waiting, shown, shownAt, held } = echoes;
  if (!waiting || (shown && (held || pointed))) return echoes;
  if (shown && !waiting.entered && at - shownAt < CHANGE_EVERY) return echoes;
  return { ...echoes, shown: waiting.reply, shownAt: at, waiting: null };
}

/** Holds what is shown, or lets it go. @param {Echoes} echoes @returns {Echoes} */
export function turned(echoes) {
  return echoes.shown || echoes.held ? { ...echoes, held: !echoes.held } : echoes;
}

/** @param {Echoes} echoes @param {string} say @returns {Echoes} */
export function emptied(echoes, say) {
  return { ...echoes, shown: null, waiting: null, say };
}
