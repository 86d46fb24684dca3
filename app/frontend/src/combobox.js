// A text field that searches a register on the server: a combobox. Arrows choose, Enter takes, Escape closes.
import { optionList } from './combobox-list.js';

/** @typedef {import('./combobox-list.js').Option} Option */

const QUIET_MILLISECONDS = 200;
const NOTHING = 'Nothing found. Every word must begin a word of the name.';
const NO_ANSWER = 'The search does not answer. Try again.';

/**
 * Make `input` a combobox with the list `list`; `status` is read out to those who do not see it.
 * @param {{input: HTMLInputElement, list: HTMLElement, status: HTMLElement}} parts
 * @param {string} address answers `?words=` with the first options that fit
 * @param {(option: Option | null) => void} take called with what was chosen, null when the field was emptied
 * @returns {{show(text: string): void}} shows what is chosen
 */
export function combobox({ input, list, status }, address, take) {
  const shown = optionList(input, list, status);
  let label = input.value;
  let timer = 0;
  let asked = 0;

  /** @param {string} words */
  async function search(words) {
    const mine = (asked += 1);
    const query = `${address}?words=${encodeURIComponent(words)}`;
    const answer = await fetch(query, { headers: { Accept: 'application/json' } }).catch(() => null);
    const found = answer?.ok ? (await answer.json()).options : [];
    if (mine !== asked || document.activeElement !== input) return;
    shown.draw(found, { note: answer?.ok ? NOTHING : NO_ANSWER, marksFirst: words !== '' });
  }

  function close() {
    asked += 1;
    clearTimeout(timer);
    shown.draw([], { note: '', marksFirst: false });
  }

  /** @param {Option | null} option */
  function choose(option) {
    label = input.value = option?.label ?? '';
    close();
    take(option);
  }

  /** @param {KeyboardEvent} event */
  function answerKey(event) {
    const chosen = shown.option();
    if (event.key === 'ArrowDown' && !shown.isOpen()) search('');
    else if (event.key === 'ArrowDown') shown.step(1);
    else if (event.key === 'ArrowUp' && shown.isOpen()) shown.step(-1);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && chosen) choose(chosen);
    else if (event.key === 'Escape' && shown.isOpen()) close();
    else return false;
    return true;
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => search(input.value.trim()), QUIET_MILLISECONDS);
  });
  input.addEventListener('click', () => {
    if (!shown.isOpen() && !input.readOnly) search('');
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || input.readOnly || !answerKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener('blur', () => {
    if (input.value.trim() === '' && label !== '') choose(null);
    close();
    input.value = label;
  });
  list.addEventListener('mousedown', (event) => {
    event.preventDefault(); // the field keeps the focus
    const chosen = shown.option(/** @type {Element} */ (event.target).closest('[role=option]') ?? list);
    if (chosen) choose(chosen);
  });

  return {
    show(text) {
      if (text !== label) input.value = text;
      label = text;
    },
  };
}
