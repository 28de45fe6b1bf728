// @ts-check
/** The vault is locked; only the window and the command line can unlock it. */
import { message } from "./message.js";

export function locked() {
  return message("locked", "Locked", "Unlock Eyeline on this computer.");
}
