// @ts-check
/** Nothing: while the chart changes, before the first answer, and under the shade. */
import { html } from "../../vendor/lit-html.js";

/** @param {"blank" | "shade"} name */
export function blank(name) {
  return html`<main data-view=${name} aria-label=${name === "shade" ? "Covered" : "Waiting"}></main>`;
}
