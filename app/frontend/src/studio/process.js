// The BPMN editor: Camunda 8's modeler with its properties and our element templates.
import Modeler from 'camunda-bpmn-js/lib/camunda-cloud/Modeler';

/** @typedef {import('./findings.js').Finding} Finding */

const COLOURS = {
  defaultFillColor: 'var(--diagram-paper)',
  defaultStrokeColor: 'var(--diagram-ink)',
  defaultLabelColor: 'var(--diagram-label)',
};
const READABLE = 0.8;

/**
 * @param {HTMLElement} canvas
 * @param {HTMLElement | null} properties
 * @returns {Promise<import('./editor.js').Editor>}
 */
export async function open(canvas, properties) {
  const modeler = new Modeler({
    container: canvas,
    propertiesPanel: { parent: properties },
    bpmnRenderer: COLOURS,
    disableAdjustOrigin: true,
  });
  const templates = await fetch(canvas.dataset.templatesUrl ?? '').then((answer) => (answer.ok ? answer.json() : []));
  get(modeler, 'elementTemplatesLoader').setTemplates(templates);
  return {
    async load(text) {
      await modeler.importXML(text);
      get(modeler, 'canvas').zoom('fit-viewport', 'auto');
    },
    async text() {
      return (await modeler.saveXML({ format: true })).xml ?? '';
    },
    onChange: (changed) => modeler.on('commandStack.changed', changed),
    select: (id) => select(modeler, id),
    mark: (findings) => mark(modeler, findings),
    undo: () => get(modeler, 'commandStack').undo(),
    redo: () => get(modeler, 'commandStack').redo(),
  };
}

/** @param {any} modeler @param {string} name of a part of diagram-js, which has no types @returns {any} */
function get(modeler, name) {
  return modeler.get(name);
}

/** @param {any} modeler @param {string} id */
function select(modeler, id) {
  const element = get(modeler, 'elementRegistry').get(id) ?? get(modeler, 'canvas').getRootElement();
  const canvas = get(modeler, 'canvas');
  if (canvas.zoom() < READABLE) canvas.zoom(READABLE, element.x === undefined ? 'auto' : element);
  if (element.x !== undefined || element.waypoints) canvas.scrollToElement(element, 80);
  get(modeler, 'selection').select(element);
}

/**
 * Mark elements with what was found: a line around, and how much.
 * @param {any} modeler
 * @param {Finding[]} findings
 */
function mark(modeler, findings) {
  const [canvas, overlays, registry] = ['canvas', 'overlays', 'elementRegistry'].map((name) => get(modeler, name));
  overlays.remove({ type: 'finding' });
  registry.forEach((/** @type {any} */ element) => {
    canvas.removeMarker(element, 'has-error');
    canvas.removeMarker(element, 'has-warning');
  });
  for (const [id, found] of byElement(findings)) {
    const element = registry.get(id);
    if (!element || element === canvas.getRootElement()) continue;
    const severity = found.some((finding) => finding.severity === 'error') ? 'error' : 'warning';
    canvas.addMarker(element, `has-${severity}`);
    if (!element.waypoints) overlays.add(element, 'finding', { position: { top: -10, right: 10 }, html: tag(severity, found) });
  }
}

/** @param {Finding[]} findings */
function byElement(findings) {
  /** @type {Map<string, Finding[]>} */
  const found = new Map();
  for (const finding of findings) {
    const id = finding.element_id ?? '';
    found.set(id, [...(found.get(id) ?? []), finding]);
  }
  return found;
}

/** @param {string} severity @param {Finding[]} found */
function tag(severity, found) {
  const element = document.createElement('span');
  element.className = `finding-tag finding-tag-${severity}`;
  element.textContent = String(found.length);
  element.title = found.map((finding) => finding.message).join('\n');
  return element;
}
