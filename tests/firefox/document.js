// What tests do in a document, as a person would: wait for it, click on it, type into it. Each function is run alone in
// the document's own page (document.py), so it may use nothing from outside itself but `find`.

/** The first element that is seen and says `words`, or is called so. `label=Code` is the control with this label. */
function find(selector, words) {
  const label = selector.startsWith("label=") ? selector.slice("label=".length) : null;
  const labels = label === null ? [] : [...document.querySelectorAll("label")];
  const found =
    label === null
      ? [...document.querySelectorAll(selector)]
      : [
          ...labels.filter((one) => one.textContent.includes(label)).map((one) => one.control),
          ...document.querySelectorAll(`[aria-label*="${CSS.escape(label)}"]`),
        ];
  const says = (one) => one.textContent.includes(words) || (one.ariaLabel ?? "").includes(words);
  return found.find((one) => one && one.checkVisibility() && says(one)) ?? null;
}

/** Resolves to "" when there is such an element (or, `gone`, none any more); to what there is instead when it is late. */
function waitFor(selector, words, gone, patience) {
  return new Promise((resolve) => {
    const look = () => {
      if ((find(selector, words) === null) !== gone) return;
      stop();
      resolve("");
    };
    const observer = new MutationObserver(look);
    const late = setTimeout(() => {
      stop();
      resolve(`${location.pathname}\n${document.body.outerHTML}`);
    }, patience);
    const stop = () => {
      observer.disconnect();
      clearTimeout(late);
    };
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  });
}

/** The middle of the element, scrolled into view. Throws when something else lies there. */
function pointAt(selector, words) {
  const wanted = find(selector, words);
  if (!wanted) throw new Error(`not there: ${selector} ${words}`);
  if (wanted.disabled) throw new Error(`disabled: ${selector} ${words}`);
  wanted.scrollIntoView({ block: "nearest", inline: "nearest" });
  const box = wanted.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const hit = document.elementFromPoint(x, y);
  if (!wanted.contains(hit)) throw new Error(`covered by ${hit?.outerHTML.slice(0, 200)}: ${selector} ${words}`);
  return [x, y];
}

/** Marks all that stands in the field that has the focus, so that what is typed takes its place. */
function selectAll() {
  document.activeElement.select();
}
