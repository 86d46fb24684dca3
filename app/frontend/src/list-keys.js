// Lists by keyboard: up and down (or k and j) move between rows, Enter opens, Escape comes back to the list.

/**
 * Rows are the links (or focusable elements) with `data-row` inside the element with `data-list-keys`.
 * @param {HTMLElement} list
 */
export function connect(list) {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event, list)) return;
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step) move(event, list, step);
  });
  list.addEventListener('click', (event) => {
    const row = /** @type {Element} */ (event.target).closest('[data-row]');
    if (!row) return;
    for (const other of rowsOf(list)) other.removeAttribute('aria-current');
    row.setAttribute('aria-current', 'true');
  });
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} list
 */
function isElsewhere(event, list) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.matches('input, textarea, select, [role=option], [contenteditable]')) return true;
  return target !== document.body && target.id !== 'main' && !list.contains(target);
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} list
 * @param {number} step
 */
function move(event, list, step) {
  const rows = rowsOf(list);
  if (rows.length === 0) return;
  event.preventDefault();
  const focused = rows.findIndex((row) => row === document.activeElement);
  const marked = rows.findIndex((row) => row.hasAttribute('aria-current'));
  const start = focused >= 0 ? focused : marked;
  const next = start < 0 ? 0 : Math.min(Math.max(start + step, 0), rows.length - 1);
  rows[next].focus();
  rows[next].scrollIntoView({ block: 'nearest' });
}

/** @param {HTMLElement} list */
function rowsOf(list) {
  return /** @type {HTMLElement[]} */ ([...list.querySelectorAll('[data-row]')]);
}
