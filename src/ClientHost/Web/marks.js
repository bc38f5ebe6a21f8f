import { load, save } from './storage.js';

const KEY = 'messenger.read';

/** Up to where each room is read, as this browser remembers it, for all of its pages. */
export class Marks {
  #read = new Map(Object.entries(load(KEY) ?? {}));

  /** changed(): another page of this browser has read something. */
  constructor(changed) {
    addEventListener('storage', event => {
      if (event.key === KEY) {
        this.#read = new Map(Object.entries(load(KEY) ?? {}));
        changed();
      }
    });
  }

  get isFirstVisit() {
    return this.#read.size === 0;
  }

  has(room) {
    return this.#read.has(room);
  }

  of(room) {
    return this.#read.get(room) ?? 0;
  }

  set(room, sequence) {
    if (this.#read.get(room) !== sequence) {
      this.#read.set(room, sequence);
      save(KEY, Object.fromEntries(this.#read));
    }
  }
}
