import { counted, dayName, texts } from './i18n.js';
import { messageItem, outboxItem, timeOf } from './message.js';
import { element } from './richtext.js';

// Consecutive messages of an author are one group for so long.
const GROUP = 5 * 60_000;

// So many pixels from the end count as the end, and so many before either end the next page is read.
const END = 48;
const AHEAD = 700;

// Between a page that could not be read and the next attempt.
const PAUSE = 3_000;

/** Shows a room's messages, and keeps what the reader looks at where it is, whatever comes above or below it. */
export class Timeline {
  #log = document.getElementById('log');
  #list = document.getElementById('list');
  #jump = document.getElementById('jump');
  #room = null;
  #items = new Map();
  #isFollowing = true;
  #isDue = false;
  #isReading = false;
  #isNew = false;
  #onRead;

  /** onRead(): more of the room is read now. */
  constructor(onRead) {
    this.#onRead = onRead;
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#jump.addEventListener('click', () => {
      this.#log.focus({ preventScroll: true });
      this.toEnd();
    });
    const resized = new ResizeObserver(() => this.#isFollowing && this.#scrollToEnd());
    resized.observe(this.#log);
    resized.observe(this.#list);
    addEventListener('focus', () => this.#noteRead());
  }

  /** Whether who looks sees the end of the history. */
  get isAtEnd() {
    return this.#isFollowing;
  }

  show(room) {
    this.#room = room;
    this.#items.clear();
    this.#list.replaceChildren();
    this.#isFollowing = true;
    this.#isNew = true;
    this.update();
  }

  /** The room has changed. Changes that come together are drawn together. */
  update() {
    if (!this.#isDue) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        this.#draw();
      });
    }
  }

  async toEnd() {
    const room = this.#room;
    if (room.hasNewer) {
      await room.loadNewest();
    }
    if (room === this.#room) {
      this.#isFollowing = true;
      this.update();
    }
  }

  #draw() {
    const room = this.#room;
    const mark = this.#isFollowing ? null : this.#mark();
    this.#reconcile(this.#wanted());
    this.#log.ariaBusy = String(!room.isLoaded);
    const line = this.#isNew && room.isLoaded ? this.#items.get('line') : null;
    if (line) {
      this.#log.scrollTop = Math.max(0, line.offsetTop - this.#log.clientHeight / 3);
      this.#isFollowing = this.#isNearEnd();
    } else if (mark?.item.isConnected) {
      this.#log.scrollTop += mark.item.getBoundingClientRect().top - mark.top;
    } else if (this.#isFollowing) {
      this.#scrollToEnd();
    }
    this.#isNew &&= !room.isLoaded;
    this.#scrolled();
  }

  // The first message in sight that stays: the far end is what is dropped.
  #mark() {
    const top = this.#log.getBoundingClientRect().top;
    for (const item of this.#list.querySelectorAll('.message')) {
      const rectangle = item.getBoundingClientRect();
      if (rectangle.bottom > top) {
        return { item, top: rectangle.top };
      }
    }
    return null;
  }

  #wanted() {
    const room = this.#room;
    const wanted = [];
    if (room.isLoaded && room.messages.length > 0) {
      wanted.push(room.hasOlder
        ? ['older', () => element('li', texts.loading, 'edge')]
        : ['beginning', () => element('li', texts.beginning, 'edge')]);
    }
    let before = null;
    const add = (key, author, time, make) => {
      if (before?.time.toDateString() !== time.toDateString()) {
        wanted.push([`day ${time.toDateString()}`, () => element('li', dayName(time), 'day')]);
        before = null;
      }
      const isGrouped = before?.author === author && time - before.time < GROUP;
      wanted.push([key, make, isGrouped]);
      before = { author, time };
    };
    for (const message of room.messages) {
      if (room.line !== null && message.sequence === room.line + 1) {
        wanted.push(['line', () => element('li', texts.unreadLine, 'line')]);
        before = before && { ...before, author: null };
      }
      add(message.sequence, message.author, timeOf(message), () => messageItem(message));
    }
    if (!room.hasNewer) {
      for (const entry of room.outbox.shown(room.newest)) {
        const make = () => outboxItem(entry, () => room.outbox.retry(entry), () => room.outbox.discard(entry));
        add(`${entry.key} ${entry.state}`, entry.author, entry.time, make);
      }
    }
    return wanted;
  }

  #reconcile(wanted) {
    const kept = new Map();
    let next = this.#list.firstChild;
    const keys = new Set(wanted.map(([key]) => key));
    for (const [key, item] of this.#items) {
      if (!keys.has(key)) {
        next = next === item ? item.nextSibling : next;
        item.remove();
      }
    }
    for (const [key, make, isGrouped] of wanted) {
      const item = this.#items.get(key) ?? make();
      item.classList.toggle('grouped', isGrouped === true);
      kept.set(key, item);
      if (item === next) {
        next = next.nextSibling;
      } else {
        this.#list.insertBefore(item, next);
      }
    }
    this.#items = kept;
  }

  #scrolled() {
    const room = this.#room;
    if (!room?.isLoaded) {
      return;
    }
    this.#isFollowing = this.#isNearEnd();
    this.#noteRead();
    const count = room.newest - room.read;
    this.#jump.hidden = this.#isFollowing;
    this.#jump.textContent = count > 0 ? counted(texts.newCount, count) : texts.toNewest;
    this.#readOn(room);
  }

  async #readOn(room) {
    if (this.#isReading) {
      return;
    }
    const log = this.#log;
    this.#isReading = true;
    const isNearTop = log.scrollTop < AHEAD;
    const hasRead = (isNearTop && await room.loadOlder())
      || (log.scrollHeight - log.scrollTop - log.clientHeight < AHEAD && await room.loadNewer());
    if (room.error) {
      setTimeout(() => {
        this.#isReading = false;
        this.update();
      }, PAUSE);
      return;
    }
    this.#isReading = false;
    if (hasRead) {
      this.update();
    }
  }

  #noteRead() {
    const room = this.#room;
    if (!room?.isLoaded || document.hidden || !document.hasFocus()) {
      return;
    }
    const read = this.#isFollowing ? room.newest : this.#lastInSight();
    if (read > room.read) {
      room.read = read;
      this.#onRead();
    }
  }

  #lastInSight() {
    const bottom = this.#log.getBoundingClientRect().bottom;
    for (let item = this.#list.lastChild; item; item = item.previousSibling) {
      if (item.dataset.sequence && item.getBoundingClientRect().top < bottom) {
        return Number(item.dataset.sequence);
      }
    }
    return 0;
  }

  #isNearEnd() {
    const log = this.#log;
    return !this.#room.hasNewer && log.scrollHeight - log.scrollTop - log.clientHeight < END;
  }

  #scrollToEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
