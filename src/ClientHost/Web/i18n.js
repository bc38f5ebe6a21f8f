/** A name within a sentence or title: whichever way it is written, what is around it stays where it is. */
export const isolate = name => `\u2068${name}\u2069`;

const english = {
  rooms: 'Rooms',
  newRoom: 'New room',
  sharedChat: 'Shared chat',
  message: 'Message',
  placeholder: room => `Message to “${isolate(room)}”`,
  send: 'Send',
  hint: 'Enter sends, Shift + Enter begins a new line',
  skip: 'Skip to writing',
  cancel: 'Cancel',
  welcome: 'Welcome!',
  askName: 'What should the others call you? Only this browser remembers it.',
  yourName: 'Your name',
  start: 'Start chatting',
  changeName: 'Your name',
  changeNameText: 'What you have said keeps the name you said it with.',
  keep: 'Save',
  you: name => `${name}, change your name`,
  askRoom: 'Everybody here will see it and can write in it.',
  roomName: 'Name of the room',
  create: 'Create',
  nameMissing: 'A name is needed.',
  nameTooLong: 'This is too long.',
  roomUnknown: 'It is not known whether the room was made. Look for it among the rooms before you try again.',
  connecting: 'Connecting…',
  live: 'Connected',
  lost: 'No connection. Trying again…',
  away: 'The server is away. Waiting for it…',
  emptyTitle: 'It is quiet here',
  emptyText: 'Nobody has said anything yet. Say the first word.',
  noRoomTitle: 'There is no such room',
  noRoomText: 'Its address may be mistyped.',
  toShared: 'Go to the shared chat',
  failedTitle: 'The room could not be loaded',
  again: 'Try again',
  discard: 'Discard',
  loading: 'Loading…',
  beginning: 'Here it begins',
  unreadLine: 'New',
  sending: 'sending…',
  sent: 'sent',
  notSent: 'Not sent.',
  unsent: 'A message was not sent',
  unknown: 'It is not known whether this was sent. Trying again does not say it twice.',
  unknownTwice: 'It is not known whether this was sent. Trying again may say it twice.',
  textTooLong: 'This is too long for one message. Make it shorter, or send it in parts.',
  offline: 'There is no connection.',
  notAccepted: 'The server does not accept it as it is.',
  tooLarge: 'It is too long.',
  busy: 'The server has too much to do at present.',
  serverAway: 'The server cannot be reached.',
  toNewest: 'To the newest',
  newCount: { one: n => `${n} new message`, other: n => `${n} new messages` },
  showAll: 'Show all',
  today: 'Today',
  yesterday: 'Yesterday',
  says: (author, text) => `${author}: ${text}`,
  failed: (fate, text) => `${fate} “${isolate(text)}”`,
};

const russian = {
  rooms: 'Комнаты',
  newRoom: 'Новая комната',
  sharedChat: 'Общий чат',
  message: 'Сообщение',
  placeholder: room => `Написать в «${isolate(room)}»`,
  send: 'Отправить',
  hint: 'Enter — отправить, Shift + Enter — новая строка',
  skip: 'Перейти к вводу сообщения',
  cancel: 'Отмена',
  welcome: 'Добро пожаловать!',
  askName: 'Как вас будут видеть другие? Имя помнит только этот браузер.',
  yourName: 'Ваше имя',
  start: 'Начать общение',
  changeName: 'Ваше имя',
  changeNameText: 'Сказанное раньше останется под прежним именем.',
  keep: 'Сохранить',
  you: name => `${name}, изменить имя`,
  askRoom: 'Её увидят все, и писать в ней смогут все.',
  roomName: 'Название комнаты',
  create: 'Создать',
  nameMissing: 'Нужно имя.',
  nameTooLong: 'Слишком длинно.',
  roomUnknown: 'Неизвестно, создана ли комната. Прежде чем повторить, поищите её среди комнат.',
  connecting: 'Подключение…',
  live: 'На связи',
  lost: 'Нет соединения. Подключаемся снова…',
  away: 'Сервер недоступен. Ждём его…',
  emptyTitle: 'Здесь пока тихо',
  emptyText: 'Никто ещё ничего не сказал. Начните первым.',
  noRoomTitle: 'Такой комнаты нет',
  noRoomText: 'Возможно, в адресе опечатка.',
  toShared: 'В общий чат',
  failedTitle: 'Не удалось загрузить комнату',
  again: 'Повторить',
  discard: 'Удалить',
  loading: 'Загрузка…',
  beginning: 'Здесь всё началось',
  unreadLine: 'Новые',
  sending: 'отправляется…',
  sent: 'отправлено',
  notSent: 'Не отправлено.',
  unsent: 'Есть неотправленное сообщение',
  unknown: 'Неизвестно, отправлено ли. Повтор не создаст второго сообщения.',
  unknownTwice: 'Неизвестно, отправлено ли. Повтор может создать второе сообщение.',
  textTooLong: 'Это слишком длинно для одного сообщения. Сократите текст или отправьте его частями.',
  offline: 'Нет соединения.',
  notAccepted: 'Сервер не принимает это в таком виде.',
  tooLarge: 'Слишком длинно.',
  busy: 'Сервер сейчас перегружен.',
  serverAway: 'Сервер недоступен.',
  toNewest: 'К последним',
  newCount: {
    one: n => `${n} новое сообщение`,
    few: n => `${n} новых сообщения`,
    many: n => `${n} новых сообщений`,
    other: n => `${n} новых сообщений`,
  },
  showAll: 'Показать полностью',
  today: 'Сегодня',
  yesterday: 'Вчера',
  says: (author, text) => `${author}: ${text}`,
  failed: (fate, text) => `${fate} «${isolate(text)}»`,
};

const preferred = navigator.languages.map(tag => tag.slice(0, 2)).find(language => language === 'ru' || language === 'en');

/** The language of the page: the first of the browser's that it speaks. */
export const language = preferred ?? 'en';

export const texts = language === 'ru' ? russian : english;

// The reader's own form of the language ("en-GB" writes dates unlike "en-US").
const locale = navigator.languages.find(tag => tag.startsWith(language)) ?? language;
const plurals = new Intl.PluralRules(locale);

export const counted = (forms, count) => (forms[plurals.select(count)] ?? forms.other)(count);

const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' });
const day = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
const dayOfAnotherYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });

export const clockTime = date => clock.format(date);

export const fullTime = date => full.format(date);

export function dayName(date) {
  const now = new Date();
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (date.toDateString() === now.toDateString()) {
    return texts.today;
  }
  if (date.toDateString() === yesterday.toDateString()) {
    return texts.yesterday;
  }
  return (date.getFullYear() === now.getFullYear() ? day : dayOfAnotherYear).format(date);
}

/** Why something failed, for people. */
export function reason(error) {
  switch (error.status) {
    case 0: return texts.offline;
    case 400: return texts.notAccepted;
    case 413: return texts.tooLarge;
    case 429: return texts.busy;
    case 502: case 503: case 504: return texts.serverAway;
    default: return error.message;
  }
}

/** What became of a message that could not be sent, for people. */
export function fate(error) {
  if (error.isUnknown) {
    return error.maySayTwice ? texts.unknownTwice : texts.unknown;
  }
  return `${texts.notSent} ${reason(error)}`;
}

/** Puts the texts into the page's elements that ask for them. */
export function translate(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll('[data-text]')) {
    element.textContent = texts[element.dataset.text];
  }
  for (const element of root.querySelectorAll('[data-label]')) {
    element.ariaLabel = texts[element.dataset.label];
  }
}
