import { reason, texts } from './i18n.js';
import { button } from './message.js';
import { element } from './richtext.js';

/** What stands in place of the messages where there are none. */
export class Notice {
  #notice = document.getElementById('notice');
  #log = document.getElementById('log');
  #on;
  #shown = null;

  /** on: toShared(), again(). */
  constructor(on) {
    this.#on = on;
  }

  show(room) {
    const hadFocus = this.#notice.contains(document.activeElement);
    const isEmpty = room.isLoaded && room.messages.length === 0 && room.outbox.entries.length === 0;
    this.#notice.hidden = room.isLoaded && !isEmpty && room.error?.status !== 404;
    if (room.error?.status === 404) {
      this.#say(texts.noRoomTitle, texts.noRoomText, texts.toShared, this.#on.toShared);
    } else if (isEmpty) {
      this.#say(texts.emptyTitle, texts.emptyText);
    } else if (room.error) {
      this.#say(texts.failedTitle, reason(room.error), texts.again, this.#on.again);
    } else {
      this.#say('', texts.loading);
    }
    if (hadFocus && !this.#notice.contains(document.activeElement)) {
      this.#log.focus({ preventScroll: true });
    }
  }

  #say(title, text, action, onAction) {
    if (this.#shown === title + text) {
      return;
    }
    this.#shown = title + text;
    const heading = title ? [element('h2', title)] : [];
    const actions = action ? [button(action, 'primary', onAction)] : [];
    this.#notice.replaceChildren(...heading, element('p', text), ...actions);
  }
}
