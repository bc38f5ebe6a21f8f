import { LiveEvents } from './events.js';

/** How far all rooms are, for a page that is hidden: its title still counts. Hidden pages share one connection, where the browser can. */
export class Background {
  #on;
  #port = null;
  #events = null;
  #isWatching = false;

  /** on: activity(a), reset(): the rooms are others now. */
  constructor(on) {
    this.#on = on;
    addEventListener('pagehide', () => this.stop());
  }

  watch() {
    if (this.#isWatching) {
      return;
    }
    this.#isWatching = true;
    if ('SharedWorker' in globalThis) {
      this.#port ??= this.#connect();
      this.#port.postMessage(true);
    } else {
      this.#events ??= new LiveEvents(this.#on);
      this.#events.open(() => ({}));
    }
  }

  stop() {
    this.#isWatching = false;
    this.#port?.postMessage(false);
    this.#events?.close();
  }

  #connect() {
    const { port } = new SharedWorker(new URL('activity-worker.js', import.meta.url), { type: 'module' });
    port.onmessage = ({ data }) => {
      if (!this.#isWatching) {
        return;
      }
      if (data.reset) {
        this.#on.reset();
      } else {
        this.#on.activity(data.activity);
      }
    };
    return port;
  }
}
