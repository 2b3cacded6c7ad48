import type { Socket } from 'node:net';

/** Pauses a socket for as long as anybody holds it: several may have reasons of their own not to read on. */
export class Valve {
  readonly #socket: Socket;
  #holders = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Reads no more until the returned function has been called (once is enough, more often does nothing). */
  hold(): () => void {
    this.#holders++;
    this.#socket.pause();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders--;
      if (this.#holders === 0) this.#socket.resume();
    };
  }
}
