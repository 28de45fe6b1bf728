// @ts-check
/** Nobody answers on the port. The panel looks again by itself. */
import { message } from "./message.js";

export function notRunning() {
  return message("not_running", "Eyeline is not running", "Start it on this computer. The panel comes back by itself.");
}
