// Folds the rail; the choice lies in a cookie so that the next page comes folded already.
import { remember } from './remember.js';

/** @param {HTMLButtonElement} button */
export function connect(button) {
  const page = document.documentElement;
  button.addEventListener('click', () => {
    const isNarrow = page.dataset.rail !== 'narrow';
    if (isNarrow) page.dataset.rail = 'narrow';
    else delete page.dataset.rail;
    button.setAttribute('aria-pressed', String(isNarrow));
    remember('rail', isNarrow ? 'narrow' : '');
  });
}
