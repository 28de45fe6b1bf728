// @ts-check
/** EHRs among the settings: which are registered and what each may be asked, one more after a look at it, an end to each. */
import { html, nothing } from "../../../../extension/vendor/lit-html.js";
import { verbatim } from "../../../../extension/panel/views/verbatim.js";
import { told } from "./shell.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../window.js").Acts} Acts */

/** @param {State} state @param {Acts} acts */
export function ehrsCard({ ehrs, newEhr, busy }, acts) {
  if (!ehrs) return nothing;
  return html`<section class="card" aria-labelledby="ehrs">
    <h2 id="ehrs" tabindex="-1">EHRs</h2>
    ${ehrs.ehrs.length ? html`<ul class="list">${ehrs.ehrs.map((one) => row(one, busy, acts))}</ul> ${addresses(ehrs)}` : html`<p>No EHR is registered, and nothing of one is contacted.</p>`}
    <p>A registered EHR can open Eyeline from a chart, and gives new notes of a client when you ask on their page. The panel beside a
      chart works without: it reads the page (taught in the browser's own panel, and kept there).</p>
    ${newEhr ? looked(newEhr, busy, acts) : form(busy, acts)}
  </section>`;
}

/** @param {NonNullable<State["ehrs"]>["ehrs"][number]} ehr @param {boolean} busy @param {Acts} acts */
function row({ issuer, client_id, hosts, asks, hooks_issuer }, busy, acts) {
  return html`<li><div>
      <p>${verbatim(issuer)} <span class="quiet">as ${verbatim(client_id)}</span></p>
      <p class="quiet">May be contacted: ${verbatim(hosts.join(", "))}. Asked to let Eyeline read, of a client whose chart you open there:
        ${asks.join("; ")}.${hooks_issuer ? " May ask for a card." : ""}</p></div>
    <button class="plain" ?disabled=${busy} aria-label="Off: ${issuer}" @click=${() => void acts.removeEhr(issuer)}>Off</button></li>`;
}

/** @param {NonNullable<State["ehrs"]>} ehrs */
function addresses({ launch_url, redirect_url, hooks_url }) {
  const rows = [["Launch", launch_url], ["Redirect", redirect_url], ["CDS Hooks", hooks_url]];
  return html`<details><summary>Addresses to give to the EHR</summary>
    <dl class="facts">${rows.map(([name, value = ""]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></details>`;
}

/** @param {boolean} busy @param {Acts} acts */
function form(busy, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    const said = told(event);
    const pages = said("pages").split(/[\s,]+/u).filter(Boolean);
    void acts.lookAtEhr({ issuer: said("issuer").trim(), client_id: said("client_id").trim(), pages, keep_access: said("keep_access") === "yes" });
  };
  return html`<details><summary>Register one</summary>
    <form class="in" @submit=${submit}>
      <div class="two">
        <label>Address of its FHIR server <input name="issuer" required maxlength="2000" placeholder="https://" autocomplete="off" spellcheck="false"></label>
        <label>Client ID it gave Eyeline <input name="client_id" required maxlength="200" autocomplete="off" spellcheck="false"></label>
      </div>
      <label>Where its charts are, if at another address <input name="pages" maxlength="2000" autocomplete="off" spellcheck="false"></label>
      <label class="choice"><input type="checkbox" name="keep_access" value="yes"> Let it give Eyeline leave that lasts longer than a visit</label>
      <div class="row"><button class="plain" ?disabled=${busy}>${busy ? "Asking" : "Ask it"}</button>
        <span class="quiet">It is asked how it lets apps in, and told nothing. Cards (CDS Hooks) are set with eyeline ehr add.</span></div>
    </form></details>`;
}

/** What the EHR said, to be confirmed. @param {NonNullable<State["newEhr"]>} asked @param {boolean} busy @param {Acts} acts */
function looked({ looked: { issuer, hosts, asks, why } }, busy, acts) {
  return html`<div class="card" id="looked" role="group" aria-label="Register ${issuer}">
    <p><b>${verbatim(issuer)}</b></p>
    ${why ? html`<p class="wrong">${verbatim(why)} Registered so, it cannot open Eyeline nor give notes.</p>` : nothing}
    ${hosts.length ? html`<p>Its login leads over other hosts. Go on only if they are the EHR's: <b>${verbatim(hosts.join(", "))}</b></p>` : nothing}
    <p>Of each client whose chart you open from it, it is asked to let Eyeline read:</p>
    <ul>${asks.map((one) => html`<li>${one}</li>`)}</ul>
    <p class="row"><button class="strong" ?disabled=${busy} @click=${() => void acts.addEhr()}>${hosts.length ? "These are its hosts: register it" : "Register it"}</button>
      <button class="plain" @click=${acts.leaveEhr}>Leave it</button></p>
  </div>`;
}
