// htmx, without what the content security policy forbids, and with refusals shown where the server wants them.
import htmx from 'htmx.org';

import { formToken } from './token.js';
import { showToast } from './toasts.js';

/** Set htmx up before it reads the page. */
export function prepareHtmx() {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: true,
    attributesToSettle: ['class'],
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyRestoreAsHxRequest: false,
    historyCacheSize: 0,
    scrollBehavior: 'instant',
    responseHandling: [
      { code: '204', swap: false },
      { code: '[23]..', swap: true },
      { code: '[45]..', swap: true, error: true },
    ],
  });
  document.addEventListener('htmx:configRequest', addToken);
  document.addEventListener('htmx:beforeRequest', clearErrors);
  document.addEventListener('htmx:sendError', () => showToast('No connection to Pratica. Nothing was sent; try again.'));
  document.addEventListener('htmx:timeout', () => showToast('Pratica took too long to answer. Look before you try again.'));
}

/** @param {Event} event */
function addToken(event) {
  const { headers, verb } = /** @type {CustomEvent} */ (event).detail;
  if (verb !== 'get') headers['X-CSRFToken'] = formToken();
}

/** @param {Event} event */
function clearErrors(event) {
  if (/** @type {CustomEvent} */ (event).detail.requestConfig?.verb === 'get') return;
  document.getElementById('page-errors')?.replaceChildren();
}
