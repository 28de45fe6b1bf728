// @ts-check
/** How the panel looks and when it covers itself. Every change shows at once. */
import { html } from "../../vendor/lit-html.js";
import { SHADE_AFTER, TEXT_SIZES } from "../../settings.js";
import { deep } from "./deep.js";

/** @typedef {import("../../settings.js").Settings} Settings */
/** @typedef {import("./acts.js").Acts} Acts */

/** @param {Settings} settings @param {Acts} acts */
export function settingsOf(settings, acts) {
  const flag = (/** @type {"single" | "names" | "share" | "blur"} */ name, /** @type {string} */ label) => html`<label class="flag">
    <input type="checkbox" name=${name} .checked=${settings[name]}
      @change=${(/** @type {Event} */ event) => acts.set({ ...settings, [name]: /** @type {HTMLInputElement} */ (event.currentTarget).checked })}>
    <span>${label}</span>
  </label>`;
  const body = html`<div class="menu">
    ${choice("Type", TEXT_SIZES, settings.text, (size) => `${size} px`, (text) => acts.set({ ...settings, text }))}
    ${flag("single", "One card at a time")} ${flag("names", "Names instead of initials")}
    ${flag("share", "Goals and scores only, to share the screen")} ${flag("blur", "Cover when I turn to another window")}
    ${choice("Cover when untouched", SHADE_AFTER, settings.minutes, (minutes) => (minutes ? `${minutes} min` : "never"), (minutes) =>
      acts.set({ ...settings, minutes }),
    )}
  </div>`;
  return deep("settings", "Settings", body, acts);
}

/** @param {string} label @param {readonly number[]} values @param {number} value @param {(value: number) => string} say
 * @param {(value: number) => void} chosen */
function choice(label, values, value, say, chosen) {
  return html`<label class="flag"><span>${label}</span>
    <select @change=${(/** @type {Event} */ event) => chosen(Number(/** @type {HTMLSelectElement} */ (event.currentTarget).value))}>
      ${values.map((one) => html`<option value=${one} ?selected=${one === value}>${say(one)}</option>`)}
    </select>
  </label>`;
}
