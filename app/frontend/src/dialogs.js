// Questions before what cannot be undone: native dialogs.

/**
 * A button that opens the dialog named in `data-dialog-open`.
 * @param {HTMLButtonElement} button
 */
export function connect(button) {
  const dialog = document.getElementById(button.dataset.dialogOpen ?? '');
  if (!(dialog instanceof HTMLDialogElement)) return;
  button.addEventListener('click', () => dialog.showModal());
  dialog.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target === dialog || target.closest('[data-dialog-close]')) dialog.close();
  });
  dialog.addEventListener('htmx:beforeSwap', () => dialog.close());
}
