import { load, save } from './storage.js';

const KEY = 'messenger.read';

// Of a room that was there at this browser's first visit: what was said in it before one hears of it is no news.
const UNHEARD = -1;

// Marks that are set together are kept together: at first every room is heard of, one by one.
const TOGETHER = 100;

/** Up to where each room is read, as this browser remembers it, for all of its pages: sequences of one journal. */
export class Marks {
  #journal = null;
  #read = new Map();
  #due = 0;

  /** changed(): another page of this browser has read something. */
  constructor(changed) {
    this.#load();
    addEventListener('storage', event => {
      if (event.key === KEY) {
        this.#keep();
        this.#load();
        changed();
      }
    });
    addEventListener('pagehide', () => this.#keep());
  }

  get isEmpty() {
    return this.#read.size === 0;
  }

  /** The sequence of the last message that was read; 0 for none. */
  of(room) {
    return Math.max(0, this.#read.get(room) ?? 0);
  }

  /** How many of a room's messages are unread, if this is the newest one's sequence. */
  unreadOf(room, newest) {
    return this.#read.get(room) === UNHEARD ? 0 : Math.max(0, newest - this.of(room));
  }

  /** These rooms were there at the first visit. */
  begin(rooms) {
    rooms.filter(room => !this.#read.has(room)).forEach(room => this.#read.set(room, UNHEARD));
    this.#save();
  }

  /** A room's newest message, as it was told. */
  hear(room, newest) {
    if (this.#read.get(room) === UNHEARD) {
      this.set(room, newest);
    }
  }

  /** A room is read up to here, or further. */
  set(room, sequence) {
    if (sequence > (this.#read.get(room) ?? UNHEARD)) {
      this.#read.set(room, sequence);
      this.#save();
    }
  }

  /** Sequences are of this journal from now on. Answers whether it is another one, in which nothing is read. */
  belong(journal) {
    const isAnother = this.#journal !== null && this.#journal !== journal;
    if (this.#journal !== journal) {
      this.#journal = journal;
      if (isAnother) {
        this.#read.clear();
      }
      this.#save();
    }
    return isAnother;
  }

  #load() {
    const { journal = null, rooms = {} } = load(KEY) ?? {};
    this.#journal = journal;
    this.#read = new Map(Object.entries(rooms));
  }

  #save() {
    this.#due ||= setTimeout(() => this.#keep(), TOGETHER);
  }

  // What other pages have read meanwhile stays read.
  #keep() {
    if (this.#due === 0) {
      return;
    }
    clearTimeout(this.#due);
    this.#due = 0;
    const { journal, rooms = {} } = load(KEY) ?? {};
    if (journal === this.#journal) {
      for (const [room, sequence] of Object.entries(rooms)) {
        this.#read.set(room, Math.max(sequence, this.#read.get(room) ?? UNHEARD));
      }
    }
    save(KEY, { journal: this.#journal, rooms: Object.fromEntries(this.#read) });
  }
}
