import { readMessages } from './api.js';
import { Outbox } from './outbox.js';

const PAGE = 60;
const BEFORE_UNREAD = 30;

// So many messages are in the document at most; further ones are read again when one scrolls to them.
const WINDOW = 240;

/** A room as it is shown: a window of its history, without a gap, and what was written here. */
export class Room {
  messages = [];
  hasOlder = false;
  hasNewer = false;
  isLoaded = false;
  error = null;
  newest = 0;
  read = 0;

  /** The sequence after which the line of the unread ones is; null for none. */
  line = null;
  #journal = null;
  #loading = null;
  #changed;

  /** changed(): there is something else to show. failed(entry): an entry of the outbox could not be sent. */
  constructor(id, changed, failed) {
    this.id = id;
    this.#changed = changed;
    this.outbox = new Outbox(this, changed, failed);
  }

  get last() {
    return this.messages.at(-1)?.sequence ?? 0;
  }

  /** The id of the journal that sequences are of; null while nothing is loaded. */
  get journal() {
    return this.#journal;
  }

  /** Where live events go on. */
  get cursor() {
    return { room: this.id, after: this.newest, journal: this.#journal };
  }

  /** Begins with the first unread message, or with the newest where there is none. */
  async load(read) {
    await this.#once(async () => {
      if (this.isLoaded) {
        return;
      }
      this.read = read;
      const before = read > 0 ? await readMessages(this.id, { before: read + 1, limit: BEFORE_UNREAD }) : null;
      const page = before?.messages.at(-1)?.sequence === read
        ? await readMessages(this.id, { after: read, limit: PAGE, journal: before.journal })
        : null;
      if (!page?.messages.length) {
        this.#take(await readMessages(this.id, { limit: PAGE }));
        this.line = null;
        this.read = this.last;
        return;
      }
      this.#take({ messages: [...before.messages, ...page.messages], hasMore: before.hasMore, journal: before.journal });
      this.line = read;
      await this.#findNewest(page.hasMore);
    });
  }

  /** The newest page, whatever was shown before. */
  loadNewest() {
    return this.#once(async () => this.#take(await readMessages(this.id, { limit: PAGE, journal: this.#journal })));
  }

  loadOlder() {
    return this.#once(async () => {
      if (!this.hasOlder) {
        return false;
      }
      const page = await readMessages(this.id, { before: this.messages[0].sequence, limit: PAGE, journal: this.#journal });
      this.messages = [...page.messages, ...this.messages];
      this.hasOlder = page.hasMore;
      if (this.messages.length > WINDOW) {
        this.messages.length = WINDOW;
        this.hasNewer = true;
      }
    });
  }

  loadNewer() {
    return this.#once(() => this.hasNewer && this.#readOn());
  }

  /** What was said while nobody listened. */
  catchUp() {
    return this.#once(() => this.hasNewer ? this.#findNewest(true) : this.#readOn());
  }

  /** The history is another one now. What is still being read of the former is forgotten with it. */
  restart() {
    return this.#once(() => this.#begin());
  }

  /** A live message. isAtEnd: whoever looks sees the end of the history, so what is far above may go. */
  receive(message, isAtEnd) {
    if (message.sequence <= this.newest) {
      return false;
    }
    this.newest = message.sequence;
    this.outbox.arrived(message);
    if (!this.hasNewer && message.sequence === this.last + 1) {
      this.messages.push(message);
    } else {
      this.hasNewer = true;
    }
    if (this.messages.length > WINDOW) {
      if (isAtEnd) {
        this.#dropOldest();
      } else {
        this.messages.pop();
        this.hasNewer = true;
      }
    }
    return true;
  }

  #take(page) {
    this.messages = page.messages;
    this.hasOlder = page.hasMore;
    this.#journal = page.journal;
    this.#advance(page.messages);
    this.hasNewer = this.newest > this.last;
  }

  async #readOn() {
    const page = await readMessages(this.id, { after: this.last, limit: PAGE, journal: this.#journal });
    this.messages = [...this.messages, ...page.messages];
    this.#advance(page.messages);
    this.#dropOldest();
    await this.#findNewest(page.hasMore);
  }

  // Where the window does not reach to the end, live events begin beyond it.
  async #findNewest(hasMore) {
    if (hasMore) {
      const page = await readMessages(this.id, { limit: 1, journal: this.#journal });
      this.#advance(page.messages);
    }
    this.hasNewer = this.newest > this.last;
  }

  #advance(messages) {
    for (const message of messages) {
      if (message.sequence > this.newest) {
        this.newest = message.sequence;
        this.outbox.arrived(message);
      }
    }
  }

  #dropOldest() {
    if (this.messages.length > WINDOW) {
      this.messages = this.messages.slice(-WINDOW);
      this.hasOlder = true;
    }
  }

  async #begin() {
    this.messages = [];
    this.hasOlder = false;
    this.hasNewer = false;
    this.newest = 0;
    this.read = 0;
    this.line = null;
    this.isLoaded = false;
    this.outbox.forget();
    this.#take(await readMessages(this.id, { limit: PAGE }));
  }

  // One reading at a time, since each begins where the one before has ended.
  async #once(read) {
    while (this.#loading) {
      await this.#loading;
    }
    this.#loading = this.#run(read);
    return this.#loading;
  }

  // A place that is no longer there leads to the newest page.
  async #orBegin(read) {
    try {
      return await read();
    } catch (error) {
      if (error.status !== 410) {
        throw error;
      }
      return await this.#begin();
    }
  }

  async #run(read) {
    try {
      // False: there was nothing to be read, which changes nothing.
      if (await this.#orBegin(read) !== false) {
        this.isLoaded = true;
        this.error = null;
      }
    } catch (error) {
      this.error = error;
    } finally {
      this.#loading = null;
      this.#changed();
    }
    return this.error === null;
  }
}
