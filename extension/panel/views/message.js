// @ts-check
/** A quiet sentence where no client is shown, and at most one button. */
import { html, nothing } from "../../vendor/lit-html.js";
import { unpiled } from "./verbatim.js";

/** @typedef {{label: string, press: () => void}} Button */

/**
 * @param {string} name of the view @param {string} title @param {string} say
 * @param {Button | import("../../vendor/lit-html.js").TemplateResult | typeof nothing} [button]
 */
export function message(name, title, say, button = nothing) {
  const drawn =
    typeof button === "object" && "label" in button ? html`<button class="plain" @click=${button.press}>${button.label}</button>` : button;
  return html`<main class="message" data-view=${name}>
    <h1>${title}</h1>
    ${say ? html`<p>${unpiled(say)}</p>` : nothing} ${drawn}
  </main>`;
}
