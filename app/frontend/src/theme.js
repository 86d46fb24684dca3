// Light, dark, or as the screen is set.
import { remember } from './remember.js';

/** @param {HTMLFieldSetElement} choice */
export function connect(choice) {
  choice.addEventListener('change', (event) => {
    const theme = /** @type {HTMLInputElement} */ (event.target).value;
    if (theme) document.documentElement.dataset.bsTheme = theme;
    else delete document.documentElement.dataset.bsTheme;
    remember('theme', theme);
  });
}
