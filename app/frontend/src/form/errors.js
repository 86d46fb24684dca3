// Errors of the server beside the fields of form-js; they go when the field is changed.

/** @typedef {import('@bpmn-io/form-js-viewer').Form} Form */
/** @typedef {{id: string, valuePath: (string | number)[], indexes?: Record<string, number>}} Instance */

/**
 * Show sentences beside fields.
 * @param {Form} form
 * @param {Record<string, string[]>} errors name or path (`lines.0.quantity`) to sentences
 */
export function showErrors(form, errors) {
  /** @type {Record<string, any>} */
  const shown = {};
  for (const [path, sentences] of Object.entries(errors)) {
    const instance = instanceAt(form, path);
    if (instance) place(shown, [instance.id, ...Object.values(instance.indexes ?? {})], sentences);
  }
  form._setState({ errors: shown });
}

/**
 * The input of a field, to focus it.
 * @param {HTMLElement} element
 * @param {Form} form
 * @param {string} path
 */
export function fieldElement(element, form, path) {
  const instance = instanceAt(form, path);
  if (!instance) return null;
  const suffix = Object.values(instance.indexes ?? {}).map((index) => `_${index}`).join('');
  const selector = `[id$="-${CSS.escape(instance.id)}${suffix}"]`;
  const found = element.querySelector(`:is(input, textarea, select, button)${selector}`) ?? element.querySelector(selector);
  return /** @type {HTMLElement | null} */ (found);
}

/**
 * The label of a field as the person reads it, else its path.
 * @param {Form} form
 * @param {string} path
 */
export function labelOf(form, path) {
  const instance = instanceAt(form, path);
  const field = instance && form.get('formFieldRegistry').get(instance.id);
  const label = field?.label ?? field?.dateLabel ?? '';
  return label && !label.startsWith('=') ? label : path;
}

/**
 * @param {Form} form
 * @returns {Instance[]}
 */
export function instancesOf(form) {
  return form.get('formFieldInstanceRegistry').getAllKeyed();
}

/**
 * @param {Form} form
 * @param {string} path
 */
function instanceAt(form, path) {
  return instancesOf(form).find((instance) => instance.valuePath.join('.') === path);
}

/**
 * @param {Record<string, any>} tree
 * @param {(string | number)[]} path
 * @param {string[]} sentences
 */
function place(tree, path, sentences) {
  const last = path.length - 1;
  let at = tree;
  for (const step of path.slice(0, last)) at = at[step] ??= {};
  at[path[last]] = sentences;
}
