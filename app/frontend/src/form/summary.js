// What is wrong, over the form, each line a link to its field.
import { fieldElement, instancesOf, labelOf } from './errors.js';

/** @typedef {import('@bpmn-io/form-js-viewer').Form} Form */

/**
 * Draw the summary and put the focus on it; nothing for no errors.
 * @param {HTMLElement} element
 * @param {Form} form
 * @param {Record<string, string[]> | null} errors null: those that form-js found itself
 */
export function summarize(element, form, errors) {
  const slot = /** @type {HTMLElement} */ (element.querySelector('[data-form-summary]'));
  const lines = Object.entries(errors ?? ownErrors(form));
  slot.replaceChildren();
  if (lines.length === 0) return;

  const box = document.createElement('div');
  box.className = 'error-summary';
  box.tabIndex = -1;
  box.setAttribute('role', 'alert');
  const title = document.createElement('h2');
  title.className = 'error-summary-title';
  title.textContent = lines.length === 1 ? 'One field needs another look.' : `${lines.length} fields need another look.`;
  const list = document.createElement('ul');
  list.append(...lines.map(([path, sentences]) => line(element, form, path, sentences)));
  box.append(title, list);
  slot.append(box);
  box.focus();
}

/**
 * @param {HTMLElement} element
 * @param {Form} form
 * @param {string} path
 * @param {string[]} sentences
 */
function line(element, form, path, sentences) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = '#';
  link.textContent = `${labelOf(form, path)}: ${sentences.join(' ')}`;
  link.addEventListener('click', (event) => {
    event.preventDefault();
    fieldElement(element, form, path)?.focus();
  });
  item.append(link);
  return item;
}

/**
 * Errors in the state of form-js, by path.
 * @param {Form} form
 */
function ownErrors(form) {
  const errors = form._getState().errors;
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const { id, indexes, valuePath } of instancesOf(form)) {
    /** @type {any} */
    let sentences = errors[id];
    for (const index of Object.values(indexes ?? {})) sentences = sentences?.[index];
    if (Array.isArray(sentences) && sentences.length > 0) found[valuePath.join('.')] = sentences;
  }
  return found;
}
