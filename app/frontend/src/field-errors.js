// Errors that came from the server as an htmx answer: each beside its field, and to the process form if there is one.
import { fieldNamed } from './error-links.js';

/**
 * A process form on the page takes the errors over and shows its own summary.
 * @param {HTMLElement} element holds `data-field-errors`: field name to sentences, as JSON
 */
export function connect(element) {
  /** @type {Record<string, string[]>} */
  const errors = JSON.parse(element.dataset.fieldErrors ?? '{}');
  clear();
  for (const [name, sentences] of Object.entries(errors)) mark(name, sentences.join(' '));
  for (const link of element.querySelectorAll('[data-error-link]')) addLabel(/** @type {HTMLElement} */ (link));
  const isFree = document.dispatchEvent(new CustomEvent('field-errors', { detail: { errors }, cancelable: true }));
  if (!isFree) return element.remove();
  /** @type {HTMLElement | null} */ (element.querySelector('.error-summary'))?.focus();
}

function clear() {
  for (const field of document.querySelectorAll('.is-invalid')) {
    field.classList.remove('is-invalid');
    field.removeAttribute('aria-invalid');
  }
  for (const note of document.querySelectorAll('[data-error-for]')) note.setAttribute('hidden', '');
}

/**
 * @param {string} name
 * @param {string} sentence
 */
function mark(name, sentence) {
  const field = fieldNamed(name);
  field?.classList.add('is-invalid');
  field?.setAttribute('aria-invalid', 'true');
  const note = document.querySelector(`[data-error-for="${CSS.escape(name)}"]`);
  if (!note) return;
  note.textContent = sentence;
  note.removeAttribute('hidden');
}

/**
 * The line of the summary begins with the label that the person reads at the field.
 * @param {HTMLElement} link
 */
function addLabel(link) {
  const label = document.querySelector(`label[for="${CSS.escape(`f-${link.dataset.errorLink}`)}"]`);
  const words = label?.firstChild?.textContent?.trim();
  if (words) link.prepend(`${words}: `);
}
