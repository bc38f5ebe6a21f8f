import { listRooms } from './api.js';
import { texts } from './i18n.js';
import { Marks } from './marks.js';

export const SHARED = 'shared';

/** The rooms there are, in the server's order, how far each one is, and what is unread in it. */
export class RoomList {
  #rooms = new Map();
  #changed;
  #marks;
  #isFirstVisit;
  #isListed = false;
  #listing = null;

  /** changed(): there are others, or other counts. */
  constructor(changed) {
    this.#changed = changed;
    this.#marks = new Marks(changed);
    this.#isFirstVisit = this.#marks.isEmpty;
  }

  get ids() {
    return [...this.#rooms.keys()];
  }

  nameOf(id) {
    return this.#rooms.get(id)?.name ?? (id === SHARED ? texts.sharedChat : '');
  }

  /** newest: what is known better than by activity; else undefined. */
  unreadOf(id, newest = this.#rooms.get(id)?.newest ?? 0) {
    return this.#marks.unreadOf(id, newest);
  }

  readOf(id) {
    return this.#marks.of(id);
  }

  /** Asks for the rooms there are. Where that fails, the next activity asks again. */
  list() {
    this.#listing ??= this.#list();
    return this.#listing;
  }

  add({ id, name }) {
    this.#put(id, name, this.#rooms.get(id)?.newest ?? 0);
  }

  /** An activity event: how far a room is. */
  tell({ room: { id, name }, newestSequence }) {
    if (!this.#isListed) {
      this.#begin([id]);
      this.list();
    }
    this.#marks.hear(id, newestSequence);
    this.#put(id, name, newestSequence);
  }

  /** The rooms are others now, and will be told. */
  reset() {
    this.#rooms.clear();
    this.#changed();
  }

  /** A room is read up to here. */
  read(id, sequence) {
    this.#marks.set(id, sequence);
    this.#changed();
  }

  /** The journal that sequences are of. Of another one, nothing is read, and the rooms are others. Answers whether it is another. */
  belong(journal) {
    const isAnother = this.#marks.belong(journal);
    if (isAnother) {
      this.list();
    }
    return isAnother;
  }

  async #list() {
    const before = new Set(this.#rooms.keys());
    try {
      const listed = await listRooms();
      this.#begin(listed.map(room => room.id));
      this.#isListed = true;
      const known = this.#rooms;
      this.#rooms = new Map();
      listed.forEach(room => this.#put(room.id, room.name, known.get(room.id)?.newest ?? 0));
      // Those that were added while the list was on its way may be too new for it.
      known.forEach((room, id) => !before.has(id) && !this.#rooms.has(id) && this.#rooms.set(id, room));
    } catch {
      // The header shows it: the events fail for the same reason, and tell of all rooms as soon as there is a server.
    } finally {
      this.#listing = null;
    }
  }

  #begin(ids) {
    if (this.#isFirstVisit && !this.#isListed) {
      this.#marks.begin(ids);
    }
  }

  #put(id, name, newest) {
    this.#rooms.set(id, { name: id === SHARED ? texts.sharedChat : name, newest });
    this.#changed();
  }
}
