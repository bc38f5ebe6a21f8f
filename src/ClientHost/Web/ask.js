import { bytesOf } from './api.js';
import { reason, texts } from './i18n.js';

const dialog = document.getElementById('ask');
const form = document.getElementById('ask-form');
const field = document.getElementById('ask-field');
const error = document.getElementById('ask-error');
const cancel = document.getElementById('ask-cancel');
const confirm = document.getElementById('ask-ok');

/**
 * Asks for a name. `accept` is given it and may fail, which is shown; the answer is what `accept` answered, or null where one would
 * rather not. `isNeeded`: there is no way around. `why` says of a failure what a person is to know.
 */
export function askName({ title, text, label, ok, value = '', bytes, isNeeded = false, accept, why = reason }) {
  document.getElementById('ask-title').textContent = title;
  document.getElementById('ask-text').textContent = text;
  document.getElementById('ask-label').textContent = label;
  confirm.textContent = ok;
  field.value = value;
  cancel.hidden = isNeeded;
  confirm.disabled = false;
  complain('');
  dialog.showModal();
  field.select();

  return new Promise(resolve => {
    const listening = new AbortController();
    const { signal } = listening;
    const listen = (target, type, handle) => target.addEventListener(type, handle, { signal });
    const end = result => {
      if (signal.aborted) {
        return;
      }
      listening.abort();
      dialog.close();
      resolve(result);
    };
    listen(cancel, 'click', () => end(null));
    listen(dialog, 'cancel', event => {
      event.preventDefault();
      if (!isNeeded) {
        end(null);
      }
    });
    // Browsers close it at the second Escape, whatever one says.
    listen(dialog, 'close', () => isNeeded ? dialog.showModal() : end(null));
    listen(field, 'input', () => complain(''));
    listen(form, 'submit', async event => {
      event.preventDefault();
      const name = field.value.trim();
      if (name === '' || bytesOf(name) > bytes) {
        complain(name === '' ? texts.nameMissing : texts.nameTooLong);
        field.focus();
        return;
      }
      confirm.disabled = true;
      try {
        end(await accept(name));
      } catch (failure) {
        if (!signal.aborted) {
          complain(why(failure));
        }
      } finally {
        if (!signal.aborted) {
          confirm.disabled = false;
        }
      }
    });
  });
}

function complain(text) {
  error.textContent = text;
  field.ariaInvalid = String(text !== '');
}
