import type { AskedLevel, Draft, Level } from "../levels.js";
import type { DateOrder, Field } from "../../sites.js";
import type { Settings } from "../../settings.js";
import type { SiteName, Undo } from "../state.js";
import type { Source } from "../../replies.js";

/** What a view may ask for. Views draw; panel.js does. */
export interface Acts {
  pair(code: string, name: string): void;
  pairAgain(): void;
  retry(): void;

  /** A site is switched on, taught, and switched off again. */
  switchOn(site: SiteName): void;
  switchOff(origin: string): void;
  teach(site: SiteName): void;
  point(field: Field): void;
  stopPointing(): void;
  dates(order: DateOrder): void;
  taught(): void;
  listens(origin: string): boolean;
  listen(origin: string, on: boolean): void;

  /** Whose chart it is. */
  confirm(clientId: string): void;
  reject(clientId: string): void;
  keepClient(): void;
  letGo(): void;

  /** One key deeper, and back. */
  open(source: Source): void;
  deeper(level: AskedLevel): void;
  more(): void;
  back(): void;
  askForMore(): void;
  card(number: number): void;

  /** What the therapist decides; `say` is what was done. */
  decide(decision: Omit<Undo, "say">, say: string): void;
  pointAtNote(): void;
  keepNote(draft: Draft): void;

  /** The echoes' field changed, or Enter was pressed in it. */
  type(words: string, entered: boolean): void;
  /** The pointer or the focus has left the echoes. */
  leave(): void;
  hold(): void;

  shade(): void;
  settings(): void;
  set(settings: Settings): void;
  /** The browser's own keys for our commands, as they really are. */
  keys(): readonly { says: string; key: string }[];
}

/** How much room there is, and which day it is. */
export interface Room {
  rows: number;
  single: boolean;
  /** Even the safety line is a card of its own. */
  alone: boolean;
  today: string;
}

export type { Level };
