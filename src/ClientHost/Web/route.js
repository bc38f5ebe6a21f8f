import { SHARED } from './rooms.js';

// Each room has an address of its own, the shared chat the shortest.

export const urlOf = id => id === SHARED ? '/' : `/rooms/${encodeURIComponent(id)}`;

export function roomOfUrl() {
  const found = /^\/rooms\/([^/]+)$/.exec(location.pathname);
  return found ? decode(found[1]) : SHARED;
}

// What is encoded by no rule is the id of no room, and shown as such.
function decode(id) {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
