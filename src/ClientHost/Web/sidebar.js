import { counted, texts } from './i18n.js';
import { avatar } from './message.js';
import { element } from './richtext.js';

const MOST_SHOWN = 99;

/** The rooms at the side, which is a drawer where the window is narrow. */
export class Sidebar {
  #side = document.getElementById('side');
  #room = document.getElementById('room');
  #menu = document.getElementById('menu');
  #shade = document.getElementById('shade');
  #list = document.getElementById('rooms');
  #me = document.getElementById('me');
  #dot = document.getElementById('menu-dot');
  #narrow = matchMedia('(max-width: 47.99rem)');
  #items = new Map();
  #shown = new WeakMap();

  /** on: choose(roomId), create(), rename(). */
  constructor(on) {
    this.#menu.addEventListener('click', () => this.#open(this.#menu.ariaExpanded !== 'true'));
    this.#shade.addEventListener('click', () => this.#open(false));
    this.#side.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        this.close();
      }
    });
    this.#narrow.addEventListener('change', () => this.#open(false));
    this.#list.addEventListener('click', event => {
      const link = event.target.closest('a');
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        on.choose(link.dataset.room);
      }
    });
    document.getElementById('new-room').addEventListener('click', on.create);
    this.#me.addEventListener('click', on.rename);
    this.#open(false);
  }

  close() {
    if (this.#narrow.matches && this.#menu.ariaExpanded === 'true') {
      this.#open(false);
      this.#menu.focus();
    }
  }

  showName(name) {
    const shown = element('span', name, 'me-name');
    shown.dir = 'auto';
    this.#me.replaceChildren(avatar(name), shown);
    this.#me.ariaLabel = texts.you(name);
  }

  /** rooms: id, name, url, unread and hasFailed of each, in their order. */
  show(rooms, current) {
    const items = new Map(rooms.map(room => [room.id, this.#items.get(room.id) ?? this.#item(room)]));
    for (const [id, item] of this.#items) {
      if (!items.has(id)) {
        item.remove();
      }
    }
    let isElsewhere = false;
    rooms.forEach((room, index) => {
      const item = items.get(room.id);
      this.#update(item.firstChild, room, room.id === current);
      isElsewhere ||= (room.unread > 0 || room.hasFailed) && room.id !== current;
      if (this.#list.children[index] !== item) {
        this.#list.insertBefore(item, this.#list.children[index] ?? null);
      }
    });
    this.#items = items;
    this.#dot.hidden = !isElsewhere;
  }

  #item(room) {
    const link = element('a');
    link.href = room.url;
    link.dataset.room = room.id;
    const sign = element('span', room.id === 'shared' ? '★' : '#', 'sign');
    sign.ariaHidden = 'true';
    const name = element('span', '', 'name');
    name.dir = 'auto';
    const failed = element('span', '!', 'unsent');
    failed.role = 'img';
    failed.ariaLabel = texts.unsent;
    failed.title = texts.unsent;
    link.append(sign, name, failed, element('span', '', 'badge'));
    const item = element('li');
    item.append(link);
    return item;
  }

  // There may be thousands: what has not changed is left alone.
  #update(link, { name, unread, hasFailed }, isCurrent) {
    const state = `${unread} ${hasFailed} ${isCurrent} ${name}`;
    if (this.#shown.get(link) === state) {
      return;
    }
    this.#shown.set(link, state);
    const [, label, failed, badge] = link.children;
    link.ariaCurrent = isCurrent ? 'page' : null;
    link.classList.toggle('unread', unread > 0);
    label.textContent = name;
    label.title = name;
    failed.hidden = !hasFailed;
    badge.hidden = unread === 0;
    badge.textContent = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread;
    badge.title = counted(texts.newCount, unread);
  }

  #open(isOpen) {
    this.#menu.ariaExpanded = String(isOpen);
    this.#side.classList.toggle('open', isOpen);
    this.#shade.classList.toggle('open', isOpen);
    this.#side.inert = this.#narrow.matches && !isOpen;
    this.#room.inert = this.#narrow.matches && isOpen;
    if (isOpen) {
      (this.#list.querySelector('[aria-current]') ?? this.#list.querySelector('a'))?.focus();
    }
  }
}
