// @ts-check
/** Finds a quote in its note's text. The companion counts characters, JavaScript counts UTF-16 units: they differ from
 * the first emoji on. */

/** @param {string} text @param {number} count characters @returns {number} UTF-16 units */
function units(text, count) {
  let at = 0;
  for (let seen = 0; seen < count && at < text.length; seen += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/**
 * The text before, of and after a quote, or null where the quote does not stand there.
 * @param {string} text @param {{start: number, end: number, quote: string}} source
 * @returns {[before: string, quote: string, after: string] | null}
 */
export function aroundQuote(text, { start, end, quote }) {
  const from = units(text, start);
  const to = from + units(text.slice(from), end - start);
  return text.slice(from, to) === quote ? [text.slice(0, from), quote, text.slice(to)] : null;
}
