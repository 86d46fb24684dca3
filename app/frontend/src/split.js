// List and detail side by side: on a phone the one that was asked for shows.

/**
 * `data-shows` says which of the two a narrow screen shows; a task that was brought into the detail is it.
 * @param {HTMLElement} split
 */
export function connect(split) {
  split.addEventListener('htmx:afterSwap', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.classList.contains('split-detail')) return;
    split.dataset.shows = 'detail';
    document.title = `${target.querySelector('h1')?.firstChild?.textContent?.trim() || 'Worklist'} · Pratica`;
    mark(split, target);
  });
}

/**
 * The row of the open task is the current one.
 * @param {HTMLElement} split
 * @param {HTMLElement} detail
 */
function mark(split, detail) {
  const key = /** @type {HTMLElement | null} */ (detail.querySelector('[data-task]'))?.dataset.task;
  for (const row of split.querySelectorAll('[data-row]')) {
    const isOpen = row instanceof HTMLElement && row.dataset.row === key;
    row.toggleAttribute('aria-current', false);
    if (isOpen) row.setAttribute('aria-current', 'true');
  }
}
