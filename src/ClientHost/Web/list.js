import { dayName, texts } from './i18n.js';
import { focusItem, messageItem, outboxItem, timeOf } from './message.js';
import { element } from './richtext.js';

// Consecutive messages of an author are one group for so long.
const GROUP = 5 * 60_000;

/** The items of a room in the document: its messages, what is on its way, the days, and where the unread ones begin. */
export class MessageList {
  #items = new Map();

  constructor(list) {
    this.element = list;
  }

  /** Where the unread ones begin; undefined if it is not in the window. */
  get line() {
    return this.#items.get('line');
  }

  clear() {
    this.#items.clear();
    this.element.replaceChildren();
  }

  /** What is there already stays as it is. The focus stays with an entry of the outbox whose state has changed. */
  draw(room) {
    const held = document.activeElement?.closest('[data-entry]');
    const wanted = this.#wanted(room);
    const kept = new Map();
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, item] of this.#items) {
      if (!keys.has(key)) {
        item.remove();
      }
    }
    let next = this.element.firstChild;
    for (const { key, make, isGrouped } of wanted) {
      const item = this.#items.get(key) ?? make();
      item.classList.toggle('grouped', isGrouped);
      kept.set(key, item);
      if (item === next) {
        next = next.nextSibling;
      } else {
        this.element.insertBefore(item, next);
      }
    }
    this.#items = kept;
    if (held && !held.isConnected) {
      const item = this.element.querySelector(`[data-entry='${held.dataset.entry}']`);
      if (item) {
        focusItem(item);
      }
    }
  }

  /** The first message that ends below this height of the window; null for none. */
  firstBelow(height) {
    for (const item of this.element.querySelectorAll('.message')) {
      if (item.getBoundingClientRect().bottom > height) {
        return item;
      }
    }
    return null;
  }

  /** The sequence of the last message that begins above this height of the window; 0 for none. */
  lastAbove(height) {
    for (let item = this.element.lastChild; item; item = item.previousSibling) {
      if (item.dataset.sequence && item.getBoundingClientRect().top < height) {
        return Number(item.dataset.sequence);
      }
    }
    return 0;
  }

  #wanted(room) {
    const wanted = [];
    const add = (key, make, isGrouped = false) => wanted.push({ key, make, isGrouped });
    if (room.isLoaded && room.messages.length > 0) {
      const edge = room.hasOlder ? texts.loading : texts.beginning;
      add(edge, () => element('li', edge, 'edge'));
    }
    let before = null;
    const addMessage = (key, author, time, make) => {
      if (before?.time.toDateString() !== time.toDateString()) {
        // The name is part of the key: at midnight today becomes yesterday.
        const name = dayName(time);
        add(`${name} ${key}`, () => element('li', name, 'day'));
        before = null;
      }
      add(key, make, before?.author === author && time - before.time < GROUP);
      before = { author, time };
    };
    for (const message of room.messages) {
      if (room.line !== null && message.sequence === room.line + 1) {
        add('line', () => element('li', texts.unreadLine, 'line'));
        before = before && { ...before, author: null };
      }
      // After a reset, another message may have the sequence.
      addMessage(`${message.sequence} ${message.sendTime}`, message.author, timeOf(message), () => messageItem(message));
    }
    if (!room.hasNewer) {
      for (const entry of room.outbox.shown(room.newest)) {
        const make = () => outboxItem(entry, () => room.outbox.retry(entry), () => room.outbox.discard(entry));
        addMessage(`${entry.key} ${entry.state}`, entry.author, entry.time, make);
      }
    }
    return wanted;
  }
}
