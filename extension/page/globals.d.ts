/** What the files of this room share in the EHR's page: an isolated world that the page cannot see. */
import type { Field, Place, Way } from "../sites.js";
import type { PageText } from "../chart.js";

/** What the therapist pointed at: where it stands, and what stands there. `ways` is empty where it could not be found
 * again for sure. */
export interface Picked {
  place: Place;
  text: string;
}

declare global {
  function eyelineTell(message: object): Promise<boolean>;
  function eyelineShadow(element: Element): ShadowRoot | null;
  var eyelineFinder: {
    finder(element: Element, options: object): string;
    wordLike(name: string): boolean;
  };
  var eyelineSeen: {
    shadowAround(element: Element): ShadowRoot | null;
    frameOf(element: Element): Element | null;
    deepest(root: Document | ShadowRoot, x: number, y: number): Element | null;
    shown(element: Element): boolean;
    textOf(element: Element): string;
    roots(way: readonly string[]): (Document | ShadowRoot)[][];
    find(ways: readonly Way[]): Element | null;
  };
  var eyelineReader: {
    read(fields: Partial<Record<Field, Place[]>>): PageText;
    watch(fields: Partial<Record<Field, Place[]>>): void;
  };
  var eyelinePicker: {
    pick(named: boolean, kept: readonly string[]): Promise<Picked | null>;
    pointed(over: (element: Element) => void): Promise<Element | null>;
    stop(): void;
  };
  var eyelineNote: { pick(): Promise<string | null> };
  var eyelineWriting: { listen(on: boolean): void };
}
