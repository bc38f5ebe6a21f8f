import { createRoom, listRooms } from './api.js';
import { askName } from './ask.js';
import { Composer } from './composer.js';
import { LiveEvents } from './events.js';
import { reason, texts, translate } from './i18n.js';
import { Marks } from './marks.js';
import { button } from './message.js';
import { element } from './richtext.js';
import { Room } from './room.js';
import { Sidebar } from './sidebar.js';
import { load, save } from './storage.js';
import { Timeline } from './timeline.js';

const SHARED = 'shared';
const NAME = 'messenger.name';
const NAME_BYTES = 256;
const ROOM_BYTES = 200;

translate(document);
const state = document.getElementById('state');
const notice = document.getElementById('notice');
const heard = document.getElementById('heard');

/** The rooms there are: id to name and newest sequence. */
let rooms = new Map();

/** What was opened once keeps what was written in it and could not be sent. */
const opened = new Map();
let room = null;
let name = load(NAME);

const marks = new Marks(refresh);

// Where nothing was ever read here, what was said before is no news.
const beginsHere = marks.isFirstVisit;
let known = null;

const timeline = new Timeline(() => {
  marks.set(room.id, room.read);
  refresh();
});
const composer = new Composer(text => {
  room.line = null;
  room.outbox.add(name, text);
  timeline.toEnd();
});
const sidebar = new Sidebar({ choose: id => go(id), create: makeRoom, rename });
const events = new LiveEvents({ message: receive, activity: note, reset, state: showState });

function receive(message) {
  const wasRead = room.read === room.newest;
  const isAtEnd = timeline.isAtEnd;
  if (!room.receive(message, isAtEnd)) {
    return;
  }
  const isMine = message.author === name;
  if (wasRead && !isMine && !(isAtEnd && !document.hidden && document.hasFocus())) {
    room.line = message.sequence - 1;
  }
  if (!isMine) {
    heard.textContent = texts.says(message.author, message.text.slice(0, 300));
  }
  changed();
}

function note({ room: told, newestSequence }) {
  rooms.set(told.id, { name: told.id === SHARED ? texts.sharedChat : told.name, newest: newestSequence });
  if (!marks.has(told.id) && beginsHere && known?.has(told.id)) {
    marks.set(told.id, newestSequence);
  }
  if (marks.of(told.id) > newestSequence && told.id !== room.id) {
    marks.set(told.id, 0);
  }
  refresh();
}

async function reset(id) {
  if (id === null) {
    rooms = new Map();
  } else if (id === room.id) {
    marks.set(id, 0);
    await room.restart();
  }
}

function urlOf(id) {
  return id === SHARED ? '/' : `/rooms/${encodeURIComponent(id)}`;
}

function roomOfUrl() {
  const found = /^\/rooms\/([^/]+)$/.exec(location.pathname);
  return found ? decodeURIComponent(found[1]) : SHARED;
}

let isDue = false;
function refresh() {
  if (!isDue) {
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      show();
    });
  }
}

function unreadOf(id, newest) {
  return id === room.id && room.isLoaded ? Math.max(0, room.newest - room.read) : Math.max(0, newest - marks.of(id));
}

function show() {
  if (room === null) {
    return;
  }
  const listed = [...rooms].map(([id, { name: called, newest }]) => ({ id, name: called, url: urlOf(id), unread: unreadOf(id, newest) }));
  sidebar.show(listed, room.id);
  const isMissing = room.error?.status === 404;
  const called = rooms.get(room.id)?.name ?? (room.id === SHARED ? texts.sharedChat : '');
  document.getElementById('title').textContent = isMissing ? texts.noRoomTitle : called;
  document.getElementById('room').classList.toggle('closed', isMissing);
  composer.show(isMissing ? null : room.id, called);
  const unread = listed.reduce((sum, one) => sum + one.unread, 0);
  document.title = `${unread > 0 ? `(${unread}) ` : ''}${called ? `${called} · ` : ''}Messenger`;
  showNotice();
}

function showNotice() {
  const isMissing = room.error?.status === 404;
  const isEmpty = room.isLoaded && room.messages.length === 0 && room.outbox.entries.length === 0;
  notice.hidden = !(isMissing || isEmpty || !room.isLoaded);
  if (isMissing) {
    say(texts.noRoomTitle, texts.noRoomText, button(texts.toShared, 'primary', () => go(SHARED)));
  } else if (isEmpty) {
    say(texts.emptyTitle, texts.emptyText);
  } else if (room.error) {
    say(texts.failedTitle, reason(room.error), button(texts.again, 'primary', () => enter(room.id)));
  } else {
    say('', texts.loading);
  }
}

let said = '';
function say(title, text, ...more) {
  if (said !== title + text) {
    said = title + text;
    notice.replaceChildren(...(title ? [element('h2', title)] : []), element('p', text), ...more);
  }
}

function showState(now) {
  state.dataset.state = now;
  if (state.textContent !== texts[now]) {
    state.textContent = texts[now];
  }
}

function go(id) {
  if (id !== room?.id) {
    history.pushState(null, '', urlOf(id));
    enter(id);
  }
  sidebar.close();
  composer.focus();
}

async function enter(id) {
  events.close();
  const entered = opened.get(id) ?? new Room(id, () => entered === room && changed(), () => events.check());
  opened.set(id, entered);
  room = entered;
  timeline.show(room);
  refresh();
  if (!room.isLoaded) {
    await room.load(marks.of(id));
  } else {
    room.line = null;
    await resume();
  }
  listen(entered);
}

function changed() {
  timeline.update();
  refresh();
}

async function resume() {
  const { newest, read } = room;
  await room.catchUp();
  if (room.newest > newest && read === newest) {
    room.line = newest;
    changed();
  }
}

// A room that could not be read is tried again: the stream of events alone would show its end only.
let again = 0;
function listen(entered) {
  clearTimeout(again);
  if (entered !== room || document.hidden) {
    return;
  }
  if (room.error?.status === 404) {
    showState('live');
  } else if (room.error) {
    showState(room.error.status === 0 ? 'lost' : 'away');
    again = setTimeout(() => comeBack(), 3_000);
  } else {
    marks.set(room.id, room.read);
    events.open(() => room.cursor);
  }
}

async function comeBack() {
  const entered = room;
  if (document.hidden || events.isOpen) {
    return;
  }
  await (room.isLoaded ? resume() : room.load(marks.of(room.id)));
  listen(entered);
}

async function makeRoom() {
  const made = await askName({
    title: texts.newRoom,
    text: texts.askRoom,
    label: texts.roomName,
    ok: texts.create,
    bytes: ROOM_BYTES,
    accept: createRoom,
  });
  if (made) {
    rooms.set(made.id, { name: made.name, newest: 0 });
    go(made.id);
  }
}

async function rename() {
  const isFirst = !name;
  name = await askName({
    title: isFirst ? texts.welcome : texts.changeName,
    text: isFirst ? texts.askName : texts.changeNameText,
    label: texts.yourName,
    ok: isFirst ? texts.start : texts.keep,
    value: name ?? '',
    bytes: NAME_BYTES,
    isNeeded: isFirst,
    accept: async chosen => chosen,
  }) ?? name;
  save(NAME, name);
  sidebar.showName(name);
  sidebar.close();
  composer.focus();
}

document.addEventListener('visibilitychange', () => {
  if (document.hidden) {
    events.close();
  } else {
    comeBack();
  }
});
addEventListener('online', () => events.hurry());
addEventListener('offline', () => showState('lost'));
addEventListener('popstate', () => enter(roomOfUrl()));
document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  composer.focus();
});
addEventListener('keydown', event => {
  if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    const ids = [...rooms.keys()];
    const next = ids[ids.indexOf(room.id) + (event.key === 'ArrowUp' ? -1 : 1)];
    if (next) {
      event.preventDefault();
      go(next);
    }
  }
});

showState('connecting');
try {
  const listed = await listRooms();
  known = new Set(listed.map(one => one.id));
  rooms = new Map(listed.map(one => [one.id, { name: one.id === SHARED ? texts.sharedChat : one.name, newest: 0 }]));
} catch {
  // The events tell of all rooms as soon as there is a server.
  known = new Set([SHARED]);
}
enter(roomOfUrl());
if (name) {
  sidebar.showName(name);
  composer.focus();
} else {
  rename();
}
