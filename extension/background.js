// @ts-check
/** Opens the panel on a click, and passes the shade's key on. It keeps nothing and sees no client. */
import { openPanelOnClick, passCommandsOn } from "./browser.js";

openPanelOnClick();
passCommandsOn();
