// The list under a combobox: what was found, and which of it is marked.

/** @typedef {{label: string, value: string}} Option */

let count = 0;

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list
 * @param {HTMLElement} status read out to those who do not see the list
 */
export function optionList(input, list, status) {
  list.id = `combobox-${(count += 1)}`;
  const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': list.id, 'aria-expanded': 'false' };
  for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
  /** @type {Option[]} */
  let options = [];

  /** @param {number} index */
  function mark(index) {
    [...list.children].forEach((each, place) => each.setAttribute('aria-selected', String(place === index)));
    if (options[index]) input.setAttribute('aria-activedescendant', list.children[index].id);
    else input.removeAttribute('aria-activedescendant');
    list.children[index]?.scrollIntoView({ block: 'nearest' });
  }

  const marked = () => [...list.children].findIndex((each) => each.ariaSelected === 'true');

  return {
    /** What is marked, or what stands at an element of the list. @param {Element | null} [element] */
    option: (element) => options[element ? [...list.children].indexOf(element) : marked()],
    isOpen: () => !list.hidden,
    /** @param {1 | -1} by */
    step(by) {
      const from = marked() < 0 && by < 0 ? options.length : marked();
      mark((from + by + options.length) % options.length);
    },
    /**
     * @param {Option[]} found
     * @param {{note: string, marksFirst: boolean}} how note: what to say when there are none
     */
    draw(found, { note, marksFirst }) {
      options = found;
      list.replaceChildren(...options.map((option, index) => row(option, `${list.id}-${index}`)));
      list.hidden = options.length === 0;
      input.setAttribute('aria-expanded', String(!list.hidden));
      status.textContent = list.hidden ? note : `${options.length} found.`;
      status.classList.toggle('visually-hidden', !list.hidden);
      mark(marksFirst ? 0 : -1);
    },
  };
}

/**
 * @param {Option} option
 * @param {string} id
 */
function row(option, id) {
  const element = document.createElement('div');
  element.id = id;
  element.className = 'combobox-option';
  element.setAttribute('role', 'option');
  element.textContent = option.label;
  return element;
}
