// What the browser keeps. Where it keeps nothing (a private window may refuse), it lasts as long as the page.
const memory = new Map();

export function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function save(key, value) {
  memory.set(key, value);
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or refused: memory has it.
  }
}
