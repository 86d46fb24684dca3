// Keys that press the button or focus the field that names them: data-key="c", data-key="ctrl+enter".

/** Listen on the whole page. */
export function listenForShortcuts() {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    const key = nameOf(event);
    if (!key || (isTyping(event) && !key.startsWith('ctrl+'))) return;
    const wanted = targetOf(key);
    if (!wanted) return;
    event.preventDefault();
    act(wanted);
  });
}

/** @param {KeyboardEvent} event */
function nameOf(event) {
  const withControl = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  return `${withControl ? 'ctrl+' : ''}${key}`;
}

/** @param {KeyboardEvent} event */
function isTyping(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  return target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
}

/**
 * The visible element for a key; inside an open dialog only that dialog's.
 * @param {string} key
 */
function targetOf(key) {
  const scope = document.querySelector('dialog[open]') ?? document;
  const found = /** @type {HTMLElement[]} */ ([...scope.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)]);
  return found.find((element) => element.checkVisibility());
}

/** @param {HTMLElement} element */
function act(element) {
  if (element instanceof HTMLInputElement) {
    element.focus();
    element.select();
  } else {
    element.click();
  }
}
