// @ts-check
/** How much of what is in cannot be found yet: looked at while it is being read. */

const LOOK = 1_000;

/** @param {import("./window.js").Room} room @param {() => void} read called when the last passage is read */
export function reading(room, read) {
  let following = false;

  /** Once is enough, however often it is asked for. */
  async function followReading() {
    if (following) return;
    following = true;
    try {
      while (room.isOpen && room.state.waiting > 0) {
        await new Promise((later) => setTimeout(later, LOOK));
        const { passages_waiting: waiting } = await room.ask("/v1/vault/state");
        if (!room.isOpen) return;
        room.change({ waiting });
        if (waiting === 0) read();
      }
    } catch (error) {
      room.failed(error);
    } finally {
      following = false;
    }
  }

  return { followReading };
}
