import { isolate, texts } from './i18n.js';

/** What stands above the messages, and in the window's title: the room's name, the unread count, the state of the connection. */
export class Heading {
  #title = document.getElementById('title');
  #state = document.getElementById('state');

  /** name: '' where it is not known. unread: of all rooms. */
  show(name, unread) {
    write(this.#title, name);
    const title = `${unread > 0 ? `(${unread}) ` : ''}${name ? `${isolate(name)} · ` : ''}Messenger`;
    if (document.title !== title) {
      document.title = title;
    }
  }

  /** state: 'connecting', 'live', 'away' or 'lost'. */
  showState(state) {
    this.#state.dataset.state = state;
    write(this.#state, texts[state]);
  }
}

// What has not changed is not announced again.
function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
