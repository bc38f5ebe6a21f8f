import { askName } from './ask.js';
import { texts } from './i18n.js';
import { load, save } from './storage.js';

const KEY = 'messenger.name';
const BYTES = 256;

/** Who writes here. */
export class Me {
  name = load(KEY);

  /** Asks for the name: the first time there is no way around, then one may keep what one has. */
  async choose() {
    const isFirst = !this.name;
    this.name = await askName({
      title: isFirst ? texts.welcome : texts.changeName,
      text: isFirst ? texts.askName : texts.changeNameText,
      label: texts.yourName,
      ok: isFirst ? texts.start : texts.keep,
      value: this.name ?? '',
      bytes: BYTES,
      isNeeded: isFirst,
      accept: async chosen => chosen,
    }) ?? this.name;
    save(KEY, this.name);
  }
}
