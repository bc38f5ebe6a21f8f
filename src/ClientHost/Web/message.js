import { clockTime, fate, fullTime, texts } from './i18n.js';
import { appendText, element } from './richtext.js';

// Of longer texts so much is shown; whoever wants the rest unfolds them.
const FOLD_CHARACTERS = 1_500;
const FOLD_LINES = 18;
const HUES = 12;

// At a name's start: spaces, and characters that only turn around what follows.
const INVISIBLE = /^[\p{Z}\p{Cc}\p{Cf}]+/u;

// Send times have nine digits, of which a Date takes three.
export const timeOf = message => new Date(message.sendTime.replace(/(\.\d{3})\d+/, '$1'));

/** One of the stylesheet's hues; a name has the same one everywhere. */
export function hueOf(name) {
  let hash = 2166136261;
  for (const character of name) {
    hash = Math.imul(hash ^ character.codePointAt(0), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return `hue-${(hash >>> 12) % HUES}`;
}

export function avatar(name) {
  const seen = name.replace(INVISIBLE, '');
  const first = new Intl.Segmenter().segment(seen)[Symbol.iterator]().next().value?.segment ?? '?';
  const made = element('span', first.toLocaleUpperCase(), `avatar ${hueOf(name)}`);
  made.ariaHidden = 'true';
  return made;
}

/** A message of the history. */
export function messageItem(message) {
  const item = frame(message.author, message.text, timeOf(message));
  item.dataset.sequence = message.sequence;
  return item;
}

/** A message of one's own that is not in the history yet. */
export function outboxItem(entry, onRetry, onDiscard) {
  const item = frame(entry.author, entry.text, entry.time);
  const body = item.querySelector('.body');
  item.classList.add(entry.state);
  item.dataset.entry = entry.key;
  if (entry.state !== 'failed') {
    body.append(element('p', entry.state === 'sent' ? texts.sent : texts.sending, 'fate'));
    return item;
  }

  const told = element('p', `${fate(entry.error)} `, 'fate');
  told.title = entry.error.message;
  if (entry.error.isRepeatable) {
    told.append(button(texts.again, 'link', onRetry), ' ');
  }
  told.append(button(texts.discard, 'link', onDiscard));
  body.append(told);
  return item;
}

export function button(text, className, onClick) {
  const made = element('button', text, className);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}

/** For those who act by the keyboard: what they acted on is gone, and what it belongs to is where they go on. */
export function focusItem(item) {
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
}

function frame(author, text, time) {
  const item = element('li', '', 'message');
  const body = element('div', '', 'body');
  const by = element('p', '', 'by');
  const name = element('span', author, `author ${hueOf(author)}`);
  name.dir = 'auto';
  by.append(name, ' ', clockOf(time));
  const said = element('div', '', 'text');
  said.dir = 'auto';
  const end = endOfShown(text);
  appendText(said, text, end);
  body.append(by, said);
  const aside = clockOf(time);
  aside.classList.add('aside');
  aside.ariaHidden = 'true';
  item.append(avatar(author), aside, body);
  if (end < text.length) {
    fold(item, said, body, text);
  }
  return item;
}

function clockOf(time) {
  const made = element('time', clockTime(time));
  made.dateTime = time.toISOString();
  made.title = fullTime(time);
  return made;
}

function endOfShown(text) {
  let end = -1;
  for (let line = 0; line < FOLD_LINES; line++) {
    end = text.indexOf('\n', end + 1);
    if (end < 0 || end > FOLD_CHARACTERS) {
      // Not within a pair of surrogates.
      const isWithin = text.codePointAt(FOLD_CHARACTERS - 1) > 0xFFFF;
      return Math.min(text.length, FOLD_CHARACTERS - (isWithin ? 1 : 0));
    }
  }
  return end;
}

// Only what is shown is in the document.
function fold(item, said, body, text) {
  said.classList.add('folded');
  const unfold = button(texts.showAll, 'link', () => {
    said.replaceChildren();
    appendText(said, text);
    said.classList.remove('folded');
    unfold.remove();
    focusItem(item);
  });
  body.append(unfold);
}
