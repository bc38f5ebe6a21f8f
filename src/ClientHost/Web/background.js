import { LiveEvents } from './events.js';

// The shared connection forgets pages that are silent for longer: one that has crashed says no goodbye.
const REPEAT = 60_000;

/** How far all rooms are, for a page that is hidden: its title still counts. Hidden pages share one connection, where the browser can. */
export class Background {
  #on;
  #port = null;
  #events = null;
  #isWatching = false;
  #isGone = false;
  #repeating = 0;

  /** on: activity(a), reset(): the rooms are others now. */
  constructor(on) {
    this.#on = on;
    // A page that is left is hidden after that, too.
    addEventListener('pagehide', () => {
      this.#isGone = true;
      this.stop();
    });
    addEventListener('pageshow', () => { this.#isGone = false; });
  }

  watch() {
    if (this.#isWatching || this.#isGone) {
      return;
    }
    this.#isWatching = true;
    if (this.#events === null) {
      this.#port ??= this.#connect();
    }
    if (this.#port === null) {
      this.#watchAlone();
    } else {
      this.#port.postMessage(true);
      this.#repeating = setInterval(() => this.#port.postMessage(true), REPEAT);
    }
  }

  stop() {
    this.#isWatching = false;
    clearInterval(this.#repeating);
    this.#port?.postMessage(false);
    this.#events?.close();
  }

  #watchAlone() {
    this.#events ??= new LiveEvents(this.#on);
    this.#events.open(() => ({}));
  }

  // null where there are no shared workers, or none for a page that may store nothing.
  #connect() {
    let worker;
    try {
      worker = new SharedWorker(new URL('activity-worker.js', import.meta.url), { type: 'module' });
    } catch {
      return null;
    }
    worker.onerror = () => this.#disconnect();
    worker.port.onmessage = ({ data }) => {
      if (!this.#isWatching) {
        return;
      }
      if (data.reset) {
        this.#on.reset();
      } else {
        this.#on.activity(data.activity);
      }
    };
    return worker.port;
  }

  // It does not load: a client of another version serves another one.
  #disconnect() {
    clearInterval(this.#repeating);
    this.#port = null;
    if (this.#isWatching) {
      this.#watchAlone();
    }
  }
}
