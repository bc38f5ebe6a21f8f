import { createRoom } from './api.js';
import { askName } from './ask.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { Heading } from './heading.js';
import { fate, reason, texts, translate } from './i18n.js';
import { Me } from './me.js';
import { Notice } from './notice.js';
import { RoomList, SHARED } from './rooms.js';
import { roomOfUrl, urlOf } from './route.js';
import { Sidebar } from './sidebar.js';
import { Timeline } from './timeline.js';

const ROOM_BYTES = 200;

// Of a text, so many characters are read aloud.
const ALOUD = 300;

// Changes that come together are shown together: at first all rooms are told, one by one. A hidden page has no animation frames.
const TOGETHER = 30;

translate(document);
const heard = document.getElementById('heard');
const me = new Me();
const heading = new Heading();
const rooms = new RoomList(refresh);
const timeline = new Timeline(room => rooms.read(room.id, room.read));
const conversation = new Conversation(rooms, timeline, {
  changed: () => {
    timeline.update();
    refresh();
  },
  isMine: message => message.author === me.name,
  said: message => { heard.textContent = texts.says(message.author, message.text.slice(0, ALOUD)); },
  failed: entry => { heard.textContent = texts.failed(fate(entry.error), entry.text.slice(0, ALOUD)); },
  state: state => heading.showState(state),
});
const notice = new Notice({ toShared: () => go(SHARED), again: () => enter(conversation.room.id) });
const sidebar = new Sidebar({ choose: go, create: makeRoom, rename });
const composer = new Composer(text => {
  conversation.room.line = null;
  conversation.room.outbox.add(me.name, text);
  timeline.toEnd();
});

let isDue = false;
function refresh() {
  if (!isDue) {
    isDue = true;
    setTimeout(() => {
      isDue = false;
      show();
    }, TOGETHER);
  }
}

function show() {
  const { room } = conversation;
  const newestOf = id => id === room.id && conversation.isListening ? room.newest : undefined;
  const listed = rooms.ids.map(id => ({
    id,
    name: rooms.nameOf(id),
    url: urlOf(id),
    unread: rooms.unreadOf(id, newestOf(id)),
    hasFailed: conversation.hasFailed(id),
  }));
  sidebar.show(listed, room.id);
  const isMissing = room.error?.status === 404;
  const name = isMissing ? texts.noRoomTitle : rooms.nameOf(room.id);
  heading.show(name, listed.reduce((sum, one) => sum + one.unread, 0));
  document.getElementById('room').classList.toggle('closed', isMissing);
  composer.show(isMissing ? null : room.id, name);
  notice.show(room);
}

function enter(id) {
  conversation.enter(id);
  show();
}

function go(id) {
  if (id !== conversation.room.id) {
    history.pushState(null, '', urlOf(id));
    enter(id);
  }
  sidebar.close();
  composer.focus();
}

async function makeRoom() {
  const made = await askName({
    title: texts.newRoom,
    text: texts.askRoom,
    label: texts.roomName,
    ok: texts.create,
    bytes: ROOM_BYTES,
    accept: createRoom,
    why: failure => failure.isUnknown ? texts.roomUnknown : reason(failure),
  });
  if (made) {
    rooms.add(made);
    go(made.id);
  }
}

async function rename() {
  await me.choose();
  sidebar.showName(me.name);
  sidebar.close();
  composer.focus();
}

addEventListener('beforeunload', event => conversation.hasUnsent && event.preventDefault());
addEventListener('popstate', () => enter(roomOfUrl()));
document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  composer.focus();
});
addEventListener('keydown', event => {
  if (event.altKey && !document.querySelector('dialog[open]') && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    const next = rooms.ids[rooms.ids.indexOf(conversation.room.id) + (event.key === 'ArrowUp' ? -1 : 1)];
    if (next) {
      event.preventDefault();
      go(next);
    }
  }
});

heading.showState('connecting');
enter(roomOfUrl());
rooms.list();
if (me.name) {
  sidebar.showName(me.name);
  composer.focus();
} else {
  rename();
}
