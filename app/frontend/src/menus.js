// Menus made of <details>: one open at a time, closed by Escape, by a click elsewhere, by leaving.

/** @param {HTMLDetailsElement} menu */
export function connect(menu) {
  const summary = menu.querySelector('summary');
  document.addEventListener('click', (event) => {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
  menu.addEventListener('focusout', (event) => {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (next && !menu.contains(next)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    summary?.focus();
    event.stopPropagation();
  });
}
