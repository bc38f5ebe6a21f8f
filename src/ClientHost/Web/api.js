// The HTTP API, as docs/http-api.md has it.

// Longer than the client process tries unless it is told otherwise. Of what changes something its answer says what became of it, which
// giving up does not: that is waited for longer.
const LONGEST_WAIT = 20_000;
const LONGEST_WAIT_FOR_CHANGE = 70_000;

/** The longest text of a message, in bytes of UTF-8. */
export const TEXT_BYTES = 65_536;

// Of a problem's detail: how it ends where nothing was done.
const UNDONE = / was not (sent|made)\.$/;

/** In the API's unit. */
export const bytesOf = text => new TextEncoder().encode(text).length;

/** An answer that is a problem, or none at all (status 0). */
export class ApiError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }

  /** Whether what was to be said or made may be there all the same. */
  get isUnknown() {
    return this.status === 0 || (this.status >= 500 && !UNDONE.test(this.message));
  }

  /** Whether a message that is sent again may then be there twice: its server knows no keys. */
  get maySayTwice() {
    return / may say it twice\.$/.test(this.message);
  }

  /** Whether the same request can succeed later. */
  get isRepeatable() {
    return ![400, 409, 413].includes(this.status);
  }
}

export const listRooms = async () => (await ask('/api/rooms')).body.rooms;

export const createRoom = async name => (await ask('/api/rooms', { method: 'POST', body: JSON.stringify({ name }) })).body;

/** A page of messages: query has before, after, limit, journal, of which only those that are set are sent. */
export async function readMessages(room, query) {
  const { body, headers } = await ask(`/api/rooms/${encodeURIComponent(room)}/messages?${queryOf(query)}`);
  return { messages: body.messages, hasMore: body.hasMore, journal: headers.get('Messenger-Journal') };
}

/** Says something. The same key may be sent again, and says nothing twice. */
export async function say(room, author, text, key) {
  const init = { method: 'POST', body: JSON.stringify({ author, text }), headers: { 'Idempotency-Key': key } };
  return (await ask(`/api/rooms/${encodeURIComponent(room)}/messages`, init)).body;
}

export const eventsUrl = query => `/api/events?${queryOf(query)}`;

/** 128 random bits. crypto.randomUUID is missing where the page came over plain HTTP from another machine. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}

function queryOf(values) {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
}

async function ask(url, init = {}) {
  let response;
  let text;
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(init.method ? LONGEST_WAIT_FOR_CHANGE : LONGEST_WAIT) });
    text = await response.text();
  } catch (error) {
    throw new ApiError(0, String(error));
  }
  const body = parse(text);
  if (!response.ok || body === null) {
    throw new ApiError(response.ok ? 502 : response.status, body?.detail ?? response.statusText);
  }
  return { body, headers: response.headers };
}

// null where it is no JSON: something on the way has answered instead.
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
