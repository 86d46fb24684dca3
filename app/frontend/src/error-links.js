// The lines of an error summary lead to their field.

/** @param {HTMLAnchorElement} link */
export function connect(link) {
  link.addEventListener('click', (event) => {
    event.preventDefault();
    fieldNamed(link.dataset.errorLink ?? '')?.focus();
  });
}

/**
 * The input of a field by its name.
 * @param {string} name
 */
export function fieldNamed(name) {
  const found = document.getElementById(`f-${name}`) ?? document.querySelector(`[name="${CSS.escape(name)}"]`);
  return /** @type {HTMLElement | null} */ (found);
}
