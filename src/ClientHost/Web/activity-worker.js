// One stream of activity for all hidden pages of this browser, which over HTTP/1.1 has six connections to a host for all its pages.

import { LiveEvents } from './events.js';

// Hidden pages repeat themselves each minute, unless they have crashed or are frozen. Who thaws is heard again.
const SILENCE = 180_000;
const LOOK_AGAIN = 60_000;

// When each page was heard last.
const watching = new Map();
const rooms = new Map();
const tell = what => watching.forEach((_, port) => port.postMessage(what));

const events = new LiveEvents({
  activity: activity => {
    rooms.set(activity.room.id, activity);
    tell({ activity });
  },
  reset: () => {
    rooms.clear();
    tell({ reset: true });
  },
});

function leave(port) {
  watching.delete(port);
  if (watching.size === 0) {
    events.close();
    rooms.clear();
  }
}

setInterval(() => {
  const now = performance.now();
  watching.forEach((heard, port) => now - heard > SILENCE && leave(port));
}, LOOK_AGAIN);

onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data: isWatching }) => {
    if (!isWatching) {
      leave(port);
      return;
    }
    const isNew = !watching.has(port);
    watching.set(port, performance.now());
    if (isNew) {
      rooms.forEach(activity => port.postMessage({ activity }));
    }
    if (!events.isOpen) {
      events.open(() => ({}));
    }
  };
};
