// The form editor: form-js with its palette and properties, and beside it the form as people will see it.
import { FormEditor } from '@bpmn-io/form-js-editor';
import { Form } from '@bpmn-io/form-js-viewer';

/** @typedef {import('./findings.js').Finding} Finding */

/**
 * @param {HTMLElement} canvas
 * @param {HTMLElement | null} properties
 * @returns {import('./editor.js').Editor}
 */
export function open(canvas, properties) {
  const editor = new FormEditor({
    container: canvas,
    propertiesPanel: { parent: properties },
    exporter: { name: 'Pratica', version: '1' },
  });
  const page = /** @type {HTMLElement} */ (canvas.closest('[data-editor]'));
  connectPreview(page, editor);
  return {
    load: async (text) => void (await editor.importSchema(JSON.parse(text))),
    text: async () => `${JSON.stringify(editor.saveSchema(), null, 2)}\n`,
    onChange: (changed) => editor.on('changed', changed),
    select: (id) => select(canvas, editor, id),
    mark: (findings) => mark(canvas, editor, findings),
    undo: () => part(editor, 'commandStack').undo(),
    redo: () => part(editor, 'commandStack').redo(),
  };
}

/**
 * `data-form-preview` shows the form filled in by nobody; the button `data-editor-preview` goes there and back.
 * @param {HTMLElement} page
 * @param {FormEditor} editor
 */
function connectPreview(page, editor) {
  const button = page.querySelector('[data-editor-preview]');
  const place = /** @type {HTMLElement | null} */ (page.querySelector('[data-form-preview]'));
  if (!button || !place) return;
  /** @type {Form | null} */
  let shown = null;
  button.addEventListener('click', async () => {
    const isOpening = shown === null;
    shown?.destroy();
    shown = null;
    page.toggleAttribute('data-previewing', isOpening);
    button.setAttribute('aria-pressed', String(isOpening));
    if (!isOpening) return place.replaceChildren();
    shown = new Form(/** @type {any} */ ({ container: place, debounce: false }));
    await shown.importSchema(editor.saveSchema(), {});
  });
}

/**
 * @param {FormEditor} editor
 * @param {string} name
 * @returns {any} a part of the editor, which has no types
 */
function part(editor, name) {
  return editor.get(name);
}

/**
 * @param {FormEditor} editor
 * @param {string} name id or key of a field
 * @returns {any}
 */
function fieldOf(editor, name) {
  const fields = part(editor, 'formFieldRegistry').getAll();
  return fields.find((/** @type {any} */ field) => [field.id, field.key, field.path].includes(name));
}

/**
 * @param {HTMLElement} canvas
 * @param {FormEditor} editor
 * @param {string} name
 */
function select(canvas, editor, name) {
  const field = fieldOf(editor, name);
  if (!field) return;
  part(editor, 'selection').set(field);
  const drawn = canvas.querySelector(`[data-id="${CSS.escape(field.id)}"]`);
  drawn?.scrollIntoView({ block: 'center' });
}

/**
 * @param {HTMLElement} canvas
 * @param {FormEditor} editor
 * @param {Finding[]} findings
 */
function mark(canvas, editor, findings) {
  for (const drawn of canvas.querySelectorAll('.has-finding')) drawn.classList.remove('has-finding');
  for (const { element_id } of findings) {
    const field = element_id ? fieldOf(editor, element_id) : null;
    if (field) canvas.querySelector(`[data-id="${CSS.escape(field.id)}"]`)?.classList.add('has-finding');
  }
}
