// @ts-check
/** The pairing screen: the one place where a code is asked for. */
import { html, nothing } from "../../vendor/lit-html.js";

/** What this browser is called unless the therapist says otherwise. @returns {string} */
function ownName() {
  const known = [["Edg/", "Edge"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"]];
  return known.find(([mark = ""]) => navigator.userAgent.includes(mark))?.[1] ?? "Browser";
}

/** @param {string} say @param {boolean} busy @param {import("./acts.js").Acts} acts */
export function notPaired(say, busy, acts) {
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const typed = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    acts.pair(String(typed.get("code")), String(typed.get("name")).trim());
  };
  const enter = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    /** @type {HTMLTextAreaElement} */ (event.currentTarget).form?.requestSubmit();
  };
  return html`<main class="message" data-view="not_paired">
    <h1>Pair this browser</h1>
    <p>Ask Eyeline on this computer for a pairing code and copy it here.</p>
    <form @submit=${submit}>
      <label for="code">Code</label>
      <textarea id="code" name="code" rows="2" required autocomplete="off" autocapitalize="characters" spellcheck="false"
        aria-describedby="say" @keydown=${enter}></textarea>
      <label for="name">This browser’s name</label>
      <input id="name" name="name" required maxlength="60" autocomplete="off" spellcheck="false" value=${ownName()}>
      <p id="say" class="wrong" role="alert">${say || nothing}</p>
      <button class="strong" ?disabled=${busy}>Pair</button>
    </form>
  </main>`;
}
