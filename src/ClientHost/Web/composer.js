import { bytesOf, TEXT_BYTES } from './api.js';
import { texts } from './i18n.js';

const TALLEST = 200;

/** Where one writes. What is begun in a room waits there. */
export class Composer {
  #form = document.getElementById('composer');
  #text = document.getElementById('text');
  #send = document.getElementById('send');
  #error = document.getElementById('text-error');
  #onScreenKeyboard = matchMedia('(pointer: coarse)');
  #drafts = new Map();
  #room = null;
  #name = null;

  /** onSend(text) */
  constructor(onSend) {
    this.#text.addEventListener('input', () => {
      this.#complain('');
      this.#fit();
    });
    this.#text.addEventListener('keydown', event => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#form.requestSubmit();
      }
    });
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (bytesOf(text) > TEXT_BYTES) {
        this.#complain(texts.textTooLong);
      } else if (text && this.#room !== null) {
        this.#text.value = '';
        this.#fit();
        onSend(text);
      }
      this.#text.focus();
    });
    addEventListener('resize', () => this.#fit());
  }

  /** id: null where nothing can be said. */
  show(id, name) {
    if (id === this.#room && name === this.#name) {
      return;
    }
    this.#name = name;
    if (id !== this.#room) {
      this.#drafts.set(this.#room, this.#text.value);
      this.#room = id;
      this.#text.value = this.#drafts.get(id) ?? '';
      this.#complain('');
    }
    this.#text.placeholder = id === null ? '' : texts.placeholder(name);
    this.#text.disabled = id === null;
    this.#fit();
  }

  /** Not where that would bring up a keyboard on the screen. */
  focus() {
    if (!this.#onScreenKeyboard.matches) {
      this.#text.focus();
    }
  }

  #complain(text) {
    this.#error.textContent = text;
    this.#text.ariaInvalid = String(text !== '');
  }

  #fit() {
    this.#text.style.height = 'auto';
    this.#text.style.height = `${Math.min(this.#text.scrollHeight, TALLEST)}px`;
    this.#send.disabled = this.#text.value.trim() === '';
  }
}
