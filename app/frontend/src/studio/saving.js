// Keeps a draft saved: by Ctrl+S and a moment after the last change. Two people never overwrite one another unasked.
import { send } from './sending.js';

const QUIET_MILLISECONDS = 4000;
const AGAIN_MILLISECONDS = 10_000;

/** @typedef {import('./conflict.js').Theirs} Theirs */

/**
 * @param {HTMLElement} element `data-content-url` takes what is saved, `data-save-mark` inside says how it stands
 * @param {import('./editor.js').Editor} editor
 * @param {{revision: number}} draft as it was loaded
 * @param {(theirs: Theirs, mine: string) => Promise<'mine' | 'theirs' | null>} ask what to do about a conflict
 * @returns {{save: () => Promise<boolean>, saveSoon: () => void}} save: whether all is saved
 */
export function keepSaved(element, editor, draft, ask) {
  let { revision } = draft;
  let isChanged = false;
  /** @type {number | undefined} */
  let timer;
  /** @type {Promise<boolean> | null} */
  let running = null;

  /** @returns {Promise<boolean>} */
  async function saveNow() {
    clearTimeout(timer);
    if (!isChanged) return true;
    isChanged = false;
    const text = await editor.text().catch(() => null);
    if (text === null) return failed('The editor cannot write the file as it stands; undo the last change.');
    const answer = await send(element.dataset.contentUrl ?? '', { content: text, revision });
    if (answer?.status === 409) return settle(await answer.json(), text);
    const said = answer ? await answer.json().catch(() => null) : null;
    if (!answer?.ok || !said) return failed(said?.detail);
    ({ revision } = said);
    if (!isChanged) mark(element, `Saved ${time()}`);
    return true;
  }

  /** @param {Theirs} theirs @param {string} mine @returns {Promise<boolean>} */
  async function settle(theirs, mine) {
    mark(element, 'Not saved: somebody else saved first', 'is-failed');
    const choice = await ask(theirs, mine);
    isChanged = choice !== 'theirs';
    if (choice === null) return false;
    ({ revision } = theirs);
    if (choice === 'mine') return saveNow();
    await editor.load(theirs.theirs);
    isChanged = false; // to load is no change
    clearTimeout(timer);
    mark(element, `Theirs, as saved by ${theirs.edited_by}`);
    return true;
  }

  /** @param {string | undefined} detail */
  function failed(detail) {
    isChanged = true;
    if (detail === undefined) timer = window.setTimeout(save, AGAIN_MILLISECONDS);
    mark(element, `Not saved. ${detail ?? 'Pratica did not answer; it will be tried again.'}`, 'is-failed');
    return false;
  }

  /** @returns {Promise<boolean>} */
  async function saveAll() {
    let isSaved = await saveNow();
    while (isSaved && isChanged) isSaved = await saveNow(); // changed while it was sent
    return isSaved;
  }

  /** @returns {Promise<boolean>} */
  function save() {
    const now = running ?? saveAll().finally(() => (running = null));
    running = now;
    return now;
  }

  addEventListener('beforeunload', (event) => {
    if (element.dataset.unsaved !== undefined) event.preventDefault();
  });
  return {
    save,
    saveSoon() {
      isChanged = true;
      clearTimeout(timer);
      mark(element, 'Not saved yet', 'is-waiting');
      timer = window.setTimeout(save, QUIET_MILLISECONDS);
    },
  };
}

/**
 * @param {HTMLElement} element
 * @param {string} words
 * @param {'is-failed' | 'is-waiting' | ''} [state] empty: all is saved
 */
function mark(element, words, state = '') {
  const place = /** @type {HTMLElement} */ (element.querySelector('[data-save-mark]'));
  place.textContent = words;
  place.dataset.state = state;
  element.toggleAttribute('data-unsaved', state !== '');
}

function time() {
  return new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
