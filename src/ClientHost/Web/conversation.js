import { Background } from './background.js';
import { LiveEvents } from './events.js';
import { Room } from './room.js';

// Between an attempt to read the room and the next.
const PAUSE = 3_000;

// So many rooms are kept as they were left, each with what it shows. Those that hold something unsent are kept in any case.
const KEPT = 5;

/** The room one is in: entering it, hearing what is said in it, and coming back to it after an interruption. */
export class Conversation {
  room = null;
  #opened = new Map();
  #again = 0;
  #turn = 0;
  #rooms;
  #timeline;
  #on;
  #events;
  #background;

  /** on: changed(), said(message), failed(entry), isMine(message), state('connecting' | 'live' | 'away' | 'lost'). */
  constructor(rooms, timeline, on) {
    this.#rooms = rooms;
    this.#timeline = timeline;
    this.#on = on;
    this.#events = new LiveEvents({
      message: message => this.#receive(message),
      activity: activity => rooms.tell(activity),
      reset: id => this.#reset(id),
      refused: () => this.#check(),
      state: on.state,
    });
    this.#background = new Background({ activity: activity => rooms.tell(activity), reset: () => this.#reset(null) });
    document.addEventListener('visibilitychange', () => document.hidden ? this.#hide() : this.#show());
    // They tell of the machine's network, which a page of this machine does without.
    addEventListener('online', () => this.#events.check());
    addEventListener('offline', () => this.#events.check());
  }

  /** Whether what is said in the room is heard: then nobody knows better than it how far it is. */
  get isListening() {
    return this.#events.isOpen;
  }

  /** Whether something that was written in a room could not be sent. */
  hasFailed(id) {
    return this.#opened.get(id)?.outbox.entries.some(({ state }) => state === 'failed') ?? false;
  }

  /** Whether something that was written, in any room, is lost when the page goes. */
  get hasUnsent() {
    return [...this.#opened.values()].some(({ outbox }) => outbox.entries.some(({ state }) => state !== 'sent'));
  }

  enter(id) {
    this.#events.close();
    this.room = this.#open(id);
    this.room.line = this.room.isLoaded && this.room.read < this.room.newest ? this.room.read : null;
    this.#timeline.show(this.room);
    this.#on.changed();
    return this.#follow();
  }

  // Reads what is missing, then listens. Of several calls the last one goes on.
  async #follow() {
    clearTimeout(this.#again);
    const turn = ++this.#turn;
    const { room } = this;
    if (room.isLoaded) {
      await this.#catchUp(room);
    } else {
      await room.load(this.#rooms.readOf(room.id));
    }
    if (turn === this.#turn) {
      this.#listen(room);
    }
  }

  async #catchUp(room) {
    const { newest, read, journal } = room;
    const wasAtEnd = this.#timeline.isAtEnd;
    await room.catchUp();
    if (room.journal !== journal) {
      return;
    }
    // What is drawn at the end counts as read at once: the line is where reading had ended before.
    if (room.newest > read && (room.line === null || read === newest)) {
      room.line = read;
    }
    if (room.newest > newest && wasAtEnd && room === this.room) {
      this.#timeline.toLine();
    }
  }

  #listen(room) {
    if (room.error === null) {
      this.#note(room);
    }
    if (document.hidden) {
      this.#hide();
    } else if (room.error === null) {
      this.#events.open(() => room.cursor);
    } else if (room.error.status === 404) {
      this.#events.open(() => ({}));
    } else {
      this.#on.state(room.error.status === 0 ? 'lost' : 'away');
      this.#again = setTimeout(() => this.#follow(), PAUSE);
    }
    this.#on.changed();
  }

  // What the room has just learned of the journal, and of what is read.
  #note(room) {
    if (this.#rooms.belong(room.journal)) {
      room.line = null;
    }
    this.#rooms.read(room.id, room.read);
  }

  #receive(message) {
    const { room } = this;
    const wasRead = room.read === room.newest;
    const isAtEnd = this.#timeline.isAtEnd;
    if (!room.receive(message, isAtEnd)) {
      return;
    }
    const isMine = this.#on.isMine(message);
    if (wasRead && !isMine && !(isAtEnd && document.hasFocus())) {
      room.line = message.sequence - 1;
    }
    if (!isMine) {
      this.#on.said(message);
    }
    this.#on.changed();
  }

  // What was known does not go on: of one room, or (null) of all.
  async #reset(id) {
    const { room } = this;
    if (id === null) {
      this.#rooms.reset();
      await this.#follow();
    } else if (id === room.id) {
      await room.restart();
      if (room === this.room) {
        this.#listen(room);
      }
    }
  }

  // The server refuses to tell of the room: is it still there?
  async #check() {
    const { room } = this;
    if (room.error?.status === 404) {
      return;
    }
    await room.catchUp();
    if (room === this.room && room.error?.status === 404) {
      this.#events.close();
      this.#listen(room);
    }
  }

  #hide() {
    this.#events.close();
    clearTimeout(this.#again);
    this.#background.watch();
  }

  #show() {
    this.#background.stop();
    if (this.room !== null) {
      this.#follow();
    }
  }

  #fail(entry) {
    this.#events.check();
    this.#on.failed(entry);
  }

  #open(id) {
    const room = this.#opened.get(id) ?? new Room(id, () => this.#on.changed(), entry => this.#fail(entry));
    this.#opened.delete(id);
    this.#opened.set(id, room);
    for (const [other, { outbox }] of this.#opened) {
      if (other !== id && this.#opened.size > KEPT && outbox.entries.length === 0) {
        this.#opened.delete(other);
      }
    }
    return room;
  }
}
