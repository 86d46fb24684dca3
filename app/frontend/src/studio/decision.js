// The DMN editor: Camunda 8's modeler with its views: the diagram of requirements, tables, literal and boxed expressions.
import { CamundaCloudModeler } from 'camunda-dmn-js';

import { showViews } from './decision-views.js';

/** @typedef {import('./findings.js').Finding} Finding */

const COLOURS = {
  defaultFillColor: 'var(--diagram-paper)',
  defaultStrokeColor: 'var(--diagram-ink)',
  defaultLabelColor: 'var(--diagram-label)',
};

/**
 * @param {HTMLElement} canvas
 * @param {HTMLElement | null} properties shown with the diagram only: tables have theirs in the cells
 * @returns {import('./editor.js').Editor}
 */
export function open(canvas, properties) {
  const views = document.createElement('nav');
  views.className = 'tabs decision-views';
  views.setAttribute('aria-label', 'Views of the decision');
  const place = document.createElement('div');
  place.className = 'decision-place';
  canvas.append(views, place);
  const modeler = new CamundaCloudModeler({
    container: place,
    drd: { propertiesPanel: { parent: properties }, drdRenderer: COLOURS, disableAdjustOrigin: true },
  });
  /** @type {Finding[]} */
  let found = [];
  modeler.on('views.changed', (/** @type {any} */ event) => {
    showViews(views, event, (view) => modeler.open(view));
    properties?.closest('[data-editor]')?.toggleAttribute('data-no-properties', event.activeView?.type !== 'drd');
    window.setTimeout(() => {
      name(place);
      mark(place, found);
    }, 0);
  });
  return {
    load: async (text) => void (await modeler.importXML(text)),
    text: async () => (await modeler.saveXML({ format: true })).xml,
    onChange: (changed) => listen(modeler, changed),
    select: (id) => select(modeler, place, id),
    mark(findings) {
      found = findings;
      mark(place, found);
    },
    undo: () => modeler.getActiveViewer()?.get('commandStack').undo(),
    redo: () => modeler.getActiveViewer()?.get('commandStack').redo(),
  };
}

/**
 * Each view has a viewer of its own, made when it is first opened.
 * @param {any} modeler
 * @param {() => void} changed
 */
function listen(modeler, changed) {
  for (const viewer of Object.values(modeler._viewers)) /** @type {any} */ (viewer).on('commandStack.changed', changed);
  modeler.on('viewer.created', (/** @type {any} */ event) => event.viewer.on('commandStack.changed', changed));
}

/**
 * Open the view that shows an element, and select it: a shape of the diagram, or a cell of a table.
 * @param {any} modeler
 * @param {HTMLElement} place
 * @param {string} id
 */
async function select(modeler, place, id) {
  const holder = modeler.getDefinitions().drgElement?.find((/** @type {any} */ part) => holds(part, id));
  const views = modeler.getViews();
  const view = views.find((/** @type {any} */ each) => each.element === holder) ?? views.find((/** @type {any} */ each) => each.type === 'drd');
  if (view && view !== modeler.getActiveView()) await modeler.open(view);
  const viewer = modeler.getActiveViewer();
  const element = viewer.get('elementRegistry', false)?.get(id);
  if (element) viewer.get('selection', false)?.select(element);
  const cell = place.querySelector(`[data-element-id="${CSS.escape(id)}"]`) ?? place.querySelector(`[data-row-id="${CSS.escape(id)}"]`);
  cell?.scrollIntoView({ block: 'center', inline: 'center' });
  if (cell instanceof HTMLElement) cell.focus();
}

/**
 * Whether a part of the model is, or has inside, an element of this id.
 * @param {any} part
 * @param {string} id
 * @returns {boolean}
 */
function holds(part, id) {
  if (part.id === id) return true;
  const inner = part.$descriptor?.properties.filter((/** @type {any} */ each) => !each.isReference).map((/** @type {any} */ each) => part.get(each.name));
  return (inner ?? []).flat().some((/** @type {any} */ each) => each?.$descriptor && each !== part && holds(each, id));
}

/**
 * Say what dmn-js leaves unsaid to those who listen: the column of numbers, the level of the heading.
 * @param {HTMLElement} place
 */
function name(place) {
  for (const head of place.querySelectorAll('th.index-column:empty')) head.textContent = 'Rule';
  for (const heading of place.querySelectorAll('h3.decision-name')) heading.setAttribute('aria-level', '2');
}

/**
 * Mark the cells that have findings.
 * @param {HTMLElement} place
 * @param {Finding[]} findings
 */
function mark(place, findings) {
  for (const cell of place.querySelectorAll('.has-finding')) cell.classList.remove('has-finding');
  for (const { element_id } of findings) {
    if (element_id) place.querySelector(`[data-element-id="${CSS.escape(element_id)}"]`)?.classList.add('has-finding');
  }
}
