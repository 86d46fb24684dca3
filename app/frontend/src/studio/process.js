// The BPMN editor: Camunda 8's modeler with its properties and our element templates.
import Modeler from 'camunda-bpmn-js/lib/camunda-cloud/Modeler';

import { markFindings } from './process-findings.js';

const COLOURS = {
  defaultFillColor: 'var(--diagram-paper)',
  defaultStrokeColor: 'var(--diagram-ink)',
  defaultLabelColor: 'var(--diagram-label)',
};
const READABLE = 0.8;
const SMALLEST = 0.5;
const PALETTE = 124; // pixels
const EDGE = 24;

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
  const templates = await fetch(canvas.dataset.templatesUrl ?? '')
    .then((answer) => (answer.ok ? answer.json() : []))
    .catch(() => []); // without them one can still draw
  get(modeler, 'elementTemplatesLoader').setTemplates(templates);
  return {
    async load(text) {
      await modeler.importXML(text);
      show(get(modeler, 'canvas'));
    },
    async text() {
      return (await modeler.saveXML({ format: true })).xml ?? '';
    },
    onChange: (changed) => modeler.on('commandStack.changed', changed),
    select: (id) => select(modeler, id),
    mark: (findings) => markFindings(modeler, findings),
    undo: () => get(modeler, 'commandStack').undo(),
    redo: () => get(modeler, 'commandStack').redo(),
  };
}

/** @param {any} modeler @param {string} name of a part of diagram-js, which has no types @returns {any} */
function get(modeler, name) {
  return modeler.get(name);
}

/**
 * The whole drawing beside the palette, or its beginning where the whole would be too small to read.
 * @param {any} canvas
 */
function show(canvas) {
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !outer.width) return;
  const room = { x: outer.width - PALETTE - EDGE, y: outer.height - 2 * EDGE };
  const whole = Math.min(1, room.x / inner.width, room.y / inner.height);
  const scale = whole < SMALLEST ? READABLE : whole;
  const x = inner.x - PALETTE / scale;
  const y = inner.y - (outer.height / scale - inner.height) / 2;
  const top = whole < SMALLEST ? Math.max(y, inner.y - EDGE / scale) : y;
  canvas.viewbox({ x, y: top, width: outer.width / scale, height: outer.height / scale });
}

/** @param {any} modeler @param {string} id */
function select(modeler, id) {
  const element = get(modeler, 'elementRegistry').get(id) ?? get(modeler, 'canvas').getRootElement();
  const canvas = get(modeler, 'canvas');
  if (canvas.zoom() < READABLE) canvas.zoom(READABLE, element.x === undefined ? 'auto' : element);
  if (element.x !== undefined || element.waypoints) canvas.scrollToElement(element, 80);
  get(modeler, 'selection').select(element);
}
