// The search of the top bar: suggestions as a combobox. Arrows choose, Enter opens, Escape closes and then empties.

/** @param {HTMLFormElement} form */
export function connect(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector('input'));
  const panel = /** @type {HTMLElement} */ (form.querySelector('.search-panel'));
  const status = /** @type {HTMLElement} */ (form.querySelector('[data-search-status]'));

  /** @param {boolean} open */
  function show(open) {
    panel.hidden = !open;
    const options = open ? optionsOf(panel) : [];
    input.setAttribute('aria-expanded', String(options.length > 0));
    input.setAttribute('aria-controls', options.length > 0 ? 'search-options' : panel.id);
    choose(input, panel, null);
  }

  panel.addEventListener('htmx:afterSwap', () => {
    const isAsked = input.value.trim() !== '' && document.activeElement === input;
    show(isAsked && panel.childElementCount > 0);
    const count = optionsOf(panel).length;
    status.textContent = isAsked ? `${count} ${count === 1 ? 'suggestion' : 'suggestions'}` : '';
  });
  input.addEventListener('input', () => choose(input, panel, null));
  input.addEventListener('focus', () => show(input.value.trim() !== '' && panel.childElementCount > 0));
  input.addEventListener('keydown', (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (panel.hidden) show(panel.childElementCount > 0);
      step(input, panel, event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      const chosen = chosenOf(panel);
      if (!chosen) return;
      event.preventDefault();
      chosen.click();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (panel.hidden) leave(input);
      else show(false);
    }
  });
  form.addEventListener('focusout', (event) => {
    if (!form.contains(/** @type {Node | null} */ (event.relatedTarget))) show(false);
  });
  form.addEventListener('mousedown', (event) => {
    if (event.target !== input) event.preventDefault(); // the box keeps the focus
  });
  form.querySelector('[data-search-leave]')?.addEventListener('click', () => leave(input));
}

/** @param {HTMLElement} panel */
function optionsOf(panel) {
  return /** @type {HTMLElement[]} */ ([...panel.querySelectorAll('[role=option]')]);
}

/** @param {HTMLElement} panel */
function chosenOf(panel) {
  return panel.hidden ? undefined : optionsOf(panel).find((option) => option.ariaSelected === 'true');
}

/**
 * Move the choice; before the first and after the last option stands what was typed.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} panel
 * @param {number} by
 */
function step(input, panel, by) {
  const options = optionsOf(panel);
  const stops = options.length + 1;
  const now = options.findIndex((option) => option.ariaSelected === 'true') + 1;
  choose(input, panel, options[((now + by + stops) % stops) - 1] ?? null);
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} panel
 * @param {HTMLElement | null} chosen
 */
function choose(input, panel, chosen) {
  for (const option of optionsOf(panel)) option.ariaSelected = String(option === chosen);
  if (chosen) input.setAttribute('aria-activedescendant', chosen.id);
  else input.removeAttribute('aria-activedescendant');
  chosen?.scrollIntoView({ block: 'nearest' });
}

/** @param {HTMLInputElement} input */
function leave(input) {
  input.value = '';
  input.blur();
}
