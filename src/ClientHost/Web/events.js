import { eventsUrl, listRooms } from './api.js';

// Heartbeats are comments, which EventSource does not show: when nothing was heard for so long, a request finds out.
const SILENCE = 15_000;
const PROBE_AGAIN = 3_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;
const nothing = () => {};

/**
 * One connection for the messages of a room and the activity of all. It is opened again whenever it ends, with the place that
 * `cursor` then tells, so that nothing is missing.
 */
export class LiveEvents {
  #source = null;
  #timer = 0;
  #probe = 0;
  #pause = FIRST_PAUSE;
  #cursor = null;
  #on;

  /**
   * on: message(m), activity(a), reset(roomId or null), state('live' | 'away' | 'lost'), refused(): the answer was none of events. What
   * is not given is not told.
   */
  constructor(on) {
    this.#on = { message: nothing, activity: nothing, reset: nothing, state: nothing, refused: nothing, ...on };
  }

  get isOpen() {
    return this.#cursor !== null;
  }

  /** cursor: tells room, after and journal, or nothing, for the activity only; it is asked at each opening. */
  open(cursor) {
    this.close();
    this.#cursor = cursor;
    this.#connect();
  }

  close() {
    this.#source?.close();
    this.#source = null;
    this.#cursor = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#probe);
  }

  /** Finds out whether there is a connection: there is a reason to doubt what was known. */
  check() {
    if (this.#source !== null) {
      clearTimeout(this.#probe);
      this.#ask();
    }
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource(eventsUrl(this.#cursor()));
    this.#source = source;
    const listen = (type, handle) => source.addEventListener(type, event => {
      if (this.#source === source) {
        this.#heard();
        handle(JSON.parse(event.data));
      }
    });
    source.addEventListener('open', () => this.#heard());
    source.addEventListener('error', () => this.#source === source && this.#failed());
    listen('message', this.#on.message);
    listen('activity', this.#on.activity);
    listen('reset', data => this.#on.reset(data.room));
    this.#watch(SILENCE);
  }

  #heard() {
    this.#pause = FIRST_PAUSE;
    this.#on.state('live');
    this.#watch(SILENCE);
  }

  #failed() {
    this.#on.state('lost');
    if (this.#source.readyState === EventSource.CLOSED) {
      this.#comeBack();
      this.#on.refused();
    }
  }

  #comeBack() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), this.#pause * (0.5 + Math.random()));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #watch(delay) {
    clearTimeout(this.#probe);
    this.#probe = setTimeout(() => this.#ask(), delay);
  }

  async #ask() {
    const source = this.#source;
    let status = 200;
    try {
      await listRooms();
    } catch (error) {
      status = error.status;
    }
    if (this.#source !== source || source === null) {
      return;
    }
    if (status === 0) {
      this.#on.state('lost');
      this.#connect();
    } else if (status >= 500) {
      this.#on.state('away');
      this.#watch(PROBE_AGAIN);
    } else if (source.readyState === EventSource.OPEN) {
      this.#heard();
    } else {
      this.#connect();
    }
  }
}
