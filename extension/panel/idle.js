// @ts-check
/** Covers the panel when it has not been touched for some minutes. */

const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "input"];
const MINUTE = 60_000;

/** See the file's head. */
export class Idle {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #minutes = 0;

  /** @param {() => void} untouched */
  constructor(untouched) {
    this.untouched = untouched;
    for (const name of TOUCHES) addEventListener(name, () => this.touched(), { capture: true, passive: true });
  }

  /** @param {number} minutes 0: never */
  after(minutes) {
    this.#minutes = minutes;
    this.touched();
  }

  touched() {
    clearTimeout(this.#timer);
    if (this.#minutes) this.#timer = setTimeout(this.untouched, this.#minutes * MINUTE);
  }
}
