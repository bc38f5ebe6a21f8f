// One stream of activity for all hidden pages of this browser, which over HTTP/1.1 has six connections to a host for all its pages.

import { LiveEvents } from './events.js';

const watching = new Set();
const rooms = new Map();
const tell = what => watching.forEach(port => port.postMessage(what));

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

onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data: isWatching }) => {
    if (!isWatching) {
      watching.delete(port);
      if (watching.size === 0) {
        events.close();
        rooms.clear();
      }
      return;
    }
    watching.add(port);
    rooms.forEach(activity => port.postMessage({ activity }));
    if (!events.isOpen) {
      events.open(() => ({}));
    }
  };
};
