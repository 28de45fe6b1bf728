// @ts-check
/** A quiet sentence where no client is shown, and at most one button. */
import { html, nothing } from "../../vendor/lit-html.js";

/**
 * @param {string} name of the view @param {string} title @param {string} say
 * @param {{label: string, press: () => void}} [button]
 */
export function message(name, title, say, button) {
  return html`<main class="message" data-view=${name}>
    <h1>${title}</h1>
    ${say ? html`<p>${say}</p>` : nothing}
    ${button ? html`<button class="plain" @click=${button.press}>${button.label}</button>` : nothing}
  </main>`;
}
