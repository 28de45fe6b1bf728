// @ts-check
/** Days as the panel says them. All dates are calendar days without a zone (`2025-03-18`). */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAY = 86_400_000;

/** Today in the therapist's own zone. @param {Date} [now] @returns {string} */
export function today(now = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** `18 Mar`, with the year when it is not this one: a bare day would be taken for this year's.
 * @param {string | null} date @param {string} now @returns {string} */
export function shortDate(date, now) {
  if (!date) return "";
  const [year = "", month, day] = date.split("-");
  const said = `${Number(day)} ${MONTHS[Number(month) - 1]}`;
  return year === now.slice(0, 4) ? said : `${said} ’${year.slice(2)}`;
}

/** @param {string | null} date @returns {string} `17 Apr 1982` */
export function longDate(date) {
  if (!date) return "";
  const [year, month, day] = date.split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** `14 days ago`. @param {string | null} date @param {string} now @returns {string} */
export function ago(date, now) {
  if (!date) return "";
  const days = Math.round((Date.parse(now) - Date.parse(date)) / DAY);
  if (days < 0) return shortDate(date, now);
  if (days === 0) return "today";
  if (days === 1) return "yesterday";
  if (days < 60) return `${days} days ago`;
  const months = Math.round(days / 30.44);
  return months < 24 ? `${months} months ago` : `${Math.floor(days / 365.25)} years ago`;
}
