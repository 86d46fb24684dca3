// Asks what to do when somebody else saved the draft first: keep mine, take theirs, or look at what differs.
import { send } from './sending.js';

/**
 * What the server says about the other's content.
 * @typedef {object} Theirs
 * @property {string} theirs their content
 * @property {number} revision what to name in order to save over it
 * @property {string} edited_by
 * @property {string} detail a sentence: who and when
 */

/**
 * @param {HTMLElement} element holds the dialog `data-conflict`
 * @returns {(theirs: Theirs, mine: string) => Promise<'mine' | 'theirs' | null>} null: not decided yet
 */
export function connectConflict(element) {
  const dialog = /** @type {HTMLDialogElement} */ (element.querySelector('[data-conflict]'));
  const said = /** @type {HTMLElement} */ (dialog.querySelector('[data-conflict-said]'));
  const compared = /** @type {HTMLElement} */ (dialog.querySelector('[data-conflict-compared]'));

  return (theirs, mine) =>
    new Promise((decide) => {
      said.textContent = theirs.detail;
      compared.replaceChildren();
      const stop = new AbortController();
      dialog.addEventListener('click', answer, { signal: stop.signal });
      dialog.addEventListener('close', () => finish(null), { signal: stop.signal });
      dialog.showModal();

      /** @param {Event} event */
      function answer(event) {
        const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-choice]'));
        const choice = button?.dataset.choice;
        if (choice === 'compare') compare(dialog.dataset.comparisonUrl ?? '', mine, compared);
        if (choice === 'mine' || choice === 'theirs') finish(choice);
        if (choice === 'later') finish(null);
      }

      /** @param {'mine' | 'theirs' | null} choice */
      function finish(choice) {
        stop.abort();
        dialog.close();
        decide(choice);
      }
    });
}

/**
 * @param {string} address
 * @param {string} mine
 * @param {HTMLElement} place
 */
async function compare(address, mine, place) {
  const answer = await send(address, { content: mine }, { accept: 'text/html' });
  if (!answer?.ok) {
    place.textContent = 'The two could not be compared. Choose one, or download yours first.';
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  place.replaceChildren(...page.body.childNodes);
  place.focus();
}
