import type { Source } from "../../replies.js";

/** What a view may ask for. Views draw; panel.js does. */
export interface Acts {
  pair(code: string, name: string): void;
  pairAgain(): void;
  retry(): void;
  confirm(clientId: string): void;
  open(source: Source): void;
  back(): void;
  /** The echoes' field changed, or Enter was pressed in it. */
  type(words: string, entered: boolean): void;
  /** The pointer or the focus has left the echoes. */
  leave(): void;
}

/** How much room there is, and which day it is. */
export interface Room {
  rows: number;
  today: string;
}
