// Sends JSON to an address of ours.
import { formToken } from '../token.js';

/**
 * @param {string} address
 * @param {object} body
 * @param {{accept?: string, keepalive?: boolean}} [how]
 * @returns {Promise<Response | null>} null when nobody answered
 */
export function send(address, body, { accept = 'application/json', keepalive = false } = {}) {
  const headers = { 'Content-Type': 'application/json', Accept: accept, 'X-CSRFToken': formToken() };
  return fetch(address, { method: 'POST', keepalive, headers, body: JSON.stringify(body) }).catch(() => null);
}
