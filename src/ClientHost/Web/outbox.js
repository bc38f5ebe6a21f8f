import { newKey, say } from './api.js';

/**
 * What was written here and is not in the history yet: one message after the other, so that they keep their order. A message that
 * failed keeps its key, so that trying again never says it twice.
 */
export class Outbox {
  entries = [];
  #room;
  #changed;
  #failed;
  #isSending = false;

  constructor(room, changed, failed) {
    this.#room = room;
    this.#changed = changed;
    this.#failed = failed;
  }

  add(author, text) {
    this.entries.push({ key: newKey(), author, text, state: 'pending', time: new Date(), message: null, echo: 0, error: null });
    this.#send();
  }

  retry(entry) {
    entry.state = 'pending';
    this.#send();
  }

  discard(entry) {
    this.entries = this.entries.filter(other => other !== entry);
    this.#changed();
  }

  /** The history is another one: what it had of these is gone with it. */
  forget() {
    this.entries = this.entries.filter(entry => entry.message === null);
    this.entries.forEach(entry => { entry.echo = 0; });
  }

  /** The history has this message. It may be the echo of one whose answer is still on its way. */
  arrived(message) {
    const entry = this.entries.find(one => one.message?.sequence === message.sequence)
      ?? this.entries.find(one => one.message === null && one.echo === 0 && one.state === 'pending'
        && one.author === message.author && one.text === message.text);
    if (entry?.message) {
      this.entries = this.entries.filter(other => other !== entry);
    } else if (entry) {
      entry.echo = message.sequence;
    }
  }

  /** What is to be shown below the history, whose newest message has this sequence. */
  shown(newest) {
    return this.entries.filter(entry => entry.state === 'failed' || (entry.echo === 0 && !(entry.message?.sequence <= newest)));
  }

  async #send() {
    this.#changed();
    if (this.#isSending) {
      return;
    }
    this.#isSending = true;
    for (let entry = this.#next(); entry; entry = this.#next()) {
      try {
        entry.message = await say(this.#room.id, entry.author, entry.text, entry.key);
        entry.state = 'sent';
        if (entry.message.sequence <= this.#room.newest) {
          this.entries = this.entries.filter(other => other !== entry);
        }
      } catch (error) {
        entry.error = error;
        entry.state = 'failed';
        entry.echo = 0;
        this.#failed(entry);
      }
      this.#changed();
    }
    this.#isSending = false;
  }

  #next() {
    return this.entries.find(entry => entry.state === 'pending');
  }
}
