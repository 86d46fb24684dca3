// Mounts form-js on an element and sends what was filled in as JSON.
import { Form } from '@bpmn-io/form-js-viewer';
import flatpickr from 'flatpickr';

import { keepDraft } from './draft.js';
import { showErrors } from './errors.js';
import { searchedSelects } from './searched-select.js';
import { summarize } from './summary.js';

const MONDAY = 1;
flatpickr.l10ns.default.firstDayOfWeek = MONDAY;

/**
 * `data-schema`, `data-values`, `data-errors` hold JSON; `data-draft-url` and `data-read-only` are optional.
 * The form with `data-form-post` is what is sent, with the values in its hidden field `values`.
 * @param {HTMLElement} element
 */
export async function connect(element) {
  const canvas = /** @type {HTMLElement} */ (element.querySelector('[data-form-canvas]'));
  // Without debounce, what was typed last is sent even when it was typed a moment ago.
  const values = read(element, 'values');
  const options = /** @type {any} */ (Object.values(values).filter(Array.isArray));
  const additionalModules = [searchedSelects(element.dataset.choicesUrl ?? '', options)];
  const form = new Form(/** @type {any} */ ({ container: document.createElement('div'), debounce: false, additionalModules }));
  await form.importSchema(read(element, 'schema'), values);
  if ('readOnly' in element.dataset) form.setProperty('readOnly', true);
  canvas.replaceChildren();
  form.attachTo(canvas);

  const post = /** @type {HTMLFormElement | null} */ (element.querySelector('[data-form-post]'));
  if (post && !('readOnly' in element.dataset)) {
    const draft = keepDraft(element, form);
    post.addEventListener('submit', (event) => fillIn(event, { element, form, post, draft }), { capture: true });
  }
  listen(element, form);
  element.dispatchEvent(new CustomEvent('form-ready', { bubbles: true, detail: { form } }));
}

/**
 * Errors of the server, given with the page or brought by htmx later; links of a summary lead to form-js fields.
 * @param {HTMLElement} element
 * @param {Form} form
 */
function listen(element, form) {
  /** @param {Record<string, string[]>} errors */
  function show(errors) {
    showErrors(form, errors);
    summarize(element, form, errors);
  }

  const given = read(element, 'errors');
  if (Object.keys(given).length > 0) show(given);
  document.addEventListener('field-errors', (event) => {
    if (!element.isConnected) return;
    event.preventDefault();
    show(/** @type {CustomEvent} */ (event).detail.errors);
  });
}

/**
 * Check and put the values into the hidden field; the sending itself is the browser's or htmx's.
 * @param {SubmitEvent} event
 * @param {{element: HTMLElement, form: Form, post: HTMLFormElement, draft: {stop(): void}}} parts
 */
function fillIn(event, { element, form, post, draft }) {
  if (skipsChecks(event) || !isSettled(event, element, post)) return;
  const { data, errors } = form.submit();
  const found = Object.keys(errors).length > 0;
  summarize(element, form, found ? null : {});
  if (found) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  draft.stop();
  /** @type {HTMLInputElement} */ (post.elements.namedItem('values')).value = JSON.stringify(data);
}

/**
 * Whether all fields have handed over their values. Some do so a moment after they are left: then leave them, and send
 * again by ourselves.
 * @param {SubmitEvent} event
 * @param {HTMLElement} element
 * @param {HTMLFormElement} post
 */
function isSettled(event, element, post) {
  if (post.dataset.settled) {
    delete post.dataset.settled;
    return true;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && element.contains(focused)) focused.blur();
  const send = () => {
    post.dataset.settled = 'yes';
    post.requestSubmit(event.submitter);
  };
  requestAnimationFrame(() => requestAnimationFrame(send));
  return false;
}

/**
 * A button with formnovalidate sends without the values: give back, delegate.
 * @param {SubmitEvent} event
 */
function skipsChecks(event) {
  return event.submitter instanceof HTMLButtonElement && event.submitter.formNoValidate;
}

/**
 * @param {HTMLElement} element
 * @param {'schema' | 'values' | 'errors'} name
 */
function read(element, name) {
  return JSON.parse(element.dataset[name] || '{}');
}
