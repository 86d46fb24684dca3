// Keeps what was filled in on the server while a person works; closing the page loses nothing.
import { formToken } from '../token.js';

/** @typedef {import('@bpmn-io/form-js-viewer').Form} Form */

const QUIET_MILLISECONDS = 1500;

/**
 * Send a draft to `data-draft-url` when the form was quiet for a moment, and say so.
 * @param {HTMLElement} element
 * @param {Form} form
 * @returns {{stop(): void}}
 */
export function keepDraft(element, form) {
  const address = element.dataset.draftUrl;
  const mark = element.querySelector('[data-draft-mark]');
  if (!address || !mark) return { stop() {} };
  let kept = JSON.stringify(form._getSubmitData());
  /** @type {number | undefined} */
  let timer;

  async function save() {
    const values = JSON.stringify(form._getSubmitData());
    if (values === kept || !element.isConnected) return;
    const answer = await send(/** @type {string} */ (address), values);
    if (answer?.ok) kept = values;
    say(/** @type {Element} */ (mark), answer);
  }

  form.on('changed', () => {
    clearTimeout(timer);
    timer = window.setTimeout(save, QUIET_MILLISECONDS);
  });
  addEventListener('pagehide', save);
  return {
    stop() {
      clearTimeout(timer);
      removeEventListener('pagehide', save);
    },
  };
}

/**
 * @param {string} address
 * @param {string} values
 */
function send(address, values) {
  return fetch(address, {
    method: 'POST',
    keepalive: values.length < 60_000,
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': formToken() },
    body: `{"values":${values}}`,
  }).catch(() => null);
}

/**
 * @param {Element} mark
 * @param {Response | null} answer
 */
function say(mark, answer) {
  const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  mark.textContent = answer?.ok ? `Draft saved ${time}` : 'Draft not saved; it will be tried again';
  mark.classList.toggle('is-failed', !answer?.ok);
}
