// The token that proves that a request comes from a page of ours.

/** @returns {string} for the header X-CSRFToken; empty where none is asked for */
export function formToken() {
  return document.querySelector('meta[name="csrf-token"]')?.getAttribute('content') ?? '';
}
