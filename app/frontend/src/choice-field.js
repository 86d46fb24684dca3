// A field of a page whose choices the server searches; the value stands in the hidden field beside it.
import { combobox } from './combobox.js';

/** @param {HTMLElement} element with `data-choice-field` as its address */
export function connect(element) {
  const input = /** @type {HTMLInputElement} */ (element.querySelector('input[type=text]'));
  const value = /** @type {HTMLInputElement} */ (element.querySelector('input[type=hidden]'));
  const list = /** @type {HTMLElement} */ (element.querySelector('.combobox-list'));
  const status = /** @type {HTMLElement} */ (element.querySelector('[role=status]'));
  combobox({ input, list, status }, element.dataset.choiceField ?? '', (option) => {
    value.value = option?.value ?? '';
    value.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
