import { counted, texts } from './i18n.js';
import { MessageList } from './list.js';

// So many pixels from the end count as the end, and so many before either end the next page is read.
const END = 48;
const AHEAD = 700;

// Between a page that could not be read and the next attempt.
const PAUSE = 3_000;

/** Shows a room's messages, and keeps what the reader looks at where it is, whatever comes above or below it. */
export class Timeline {
  #log = document.getElementById('log');
  #list = new MessageList(document.getElementById('list'));
  #jump = document.getElementById('jump');
  #room = null;
  #isFollowing = true;
  #isDue = false;
  #reading = null;
  #seeksLine = false;
  #onRead;

  /** onRead(room): more of it is read now. */
  constructor(onRead) {
    this.#onRead = onRead;
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#jump.addEventListener('click', () => {
      this.#log.focus({ preventScroll: true });
      this.toEnd();
    });
    new ResizeObserver(() => this.#isFollowing && this.#scrollToEnd()).observe(this.#log);

    // Whoever unfolds the last message reads it from where it is: its end is no longer in sight.
    this.#list.element.addEventListener('click', () => this.#scrolled());
    addEventListener('focus', () => this.#noteRead());
  }

  /** Whether who looks sees the end of the history. */
  get isAtEnd() {
    return this.#isFollowing;
  }

  show(room) {
    this.#room = room;
    this.#list.clear();
    this.#isFollowing = true;
    this.toLine();
  }

  /** Shows where the unread ones begin, if they do, as soon as the room is loaded. */
  toLine() {
    this.#seeksLine = true;
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
    const hadFocus = this.#list.element.contains(document.activeElement);
    this.#list.draw(room);
    if (hadFocus && !this.#list.element.contains(document.activeElement)) {
      this.#log.focus({ preventScroll: true });
    }
    this.#log.ariaBusy = String(!room.isLoaded);
    const line = this.#seeksLine && room.isLoaded ? this.#list.line : null;
    if (line) {
      this.#log.scrollTop = Math.max(0, line.offsetTop - this.#log.clientHeight / 3);
      this.#isFollowing = this.#isNearEnd();
    } else if (mark?.item.isConnected) {
      this.#log.scrollTop += mark.item.getBoundingClientRect().top - mark.top;
    } else if (this.#isFollowing) {
      this.#scrollToEnd();
    }
    this.#seeksLine &&= !room.isLoaded;
    this.#scrolled();
  }

  // The first message in sight: the far end is what is dropped.
  #mark() {
    const item = this.#list.firstBelow(this.#log.getBoundingClientRect().top);
    return item && { item, top: item.getBoundingClientRect().top };
  }

  #scrolled() {
    const room = this.#room;
    if (!room?.isLoaded || this.#seeksLine) {
      return;
    }
    this.#isFollowing = this.#isNearEnd();
    this.#noteRead();
    const count = room.newest - room.read;
    this.#jump.hidden = this.#isFollowing;
    this.#jump.textContent = count > 0 ? counted(texts.newCount, count) : texts.toNewest;
    this.#readOn(room);
  }

  // Reads the next page where one end of the window is near.
  async #readOn(room) {
    if (this.#reading === room) {
      return;
    }
    const log = this.#log;
    let reading;
    if (room.hasOlder && log.scrollTop < AHEAD) {
      reading = room.loadOlder();
    } else if (room.hasNewer && log.scrollHeight - log.scrollTop - log.clientHeight < AHEAD) {
      reading = room.loadNewer();
    } else {
      return;
    }
    this.#reading = room;
    if (!await reading) {
      await new Promise(resolve => setTimeout(resolve, PAUSE));
    }
    if (this.#reading === room) {
      this.#reading = null;
      this.update();
    }
  }

  #noteRead() {
    const room = this.#room;
    if (!room?.isLoaded || this.#seeksLine || document.hidden || !document.hasFocus()) {
      return;
    }
    const read = this.#isFollowing ? room.newest : this.#list.lastAbove(this.#log.getBoundingClientRect().bottom);
    if (read > room.read) {
      room.read = read;
      this.#onRead(room);
    }
  }

  #isNearEnd() {
    const log = this.#log;
    return !this.#room.hasNewer && log.scrollHeight - log.scrollTop - log.clientHeight < END;
  }

  #scrollToEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
  }
}
