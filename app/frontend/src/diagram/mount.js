// Shows a BPMN diagram, and on it what happened: `data-diagram-url` gives the XML, `data-marks-url` the marks.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';

import { mark } from './marks.js';
import { connectZoom, show } from './zoom.js';

// Of diagram.css, so that the drawing follows light and dark.
const COLOURS = {
  defaultFillColor: 'var(--diagram-paper)',
  defaultStrokeColor: 'var(--diagram-ink)',
  defaultLabelColor: 'var(--text)',
};

// Words in a shape are measured in the font in which they are drawn. Labels beside a shape fit the boxes that
// the modeller drew around them, in its own font.
const fonts = () => ({
  defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
  externalStyle: { fontFamily: 'Arial, sans-serif' },
});

/** @param {HTMLElement} figure */
export async function connect(figure) {
  const canvas = /** @type {HTMLElement} */ (figure.querySelector('[data-diagram-canvas]'));
  const [xml, marks] = await Promise.all([load(figure.dataset.diagramUrl), load(figure.dataset.marksUrl)]);
  if (xml === null) return fail(canvas);
  const viewer = new NavigatedViewer({
    container: canvas,
    zoomScroll: { enabled: false },
    bpmnRenderer: COLOURS,
    textRenderer: fonts(),
  });
  try {
    await viewer.importXML(xml);
  } catch {
    return fail(canvas);
  }
  /** @type {import('./marks.js').Marks} */
  const found = JSON.parse(marks || '{}');
  mark(viewer, found);
  show(viewer, [...(found.incidents ?? []), ...(found.active ?? [])]);
  connectZoom(figure, viewer);
  scrollWhenFocused(canvas, viewer);
  listenForClicks(figure, viewer);
  figure.dataset.ready = '';
}

/**
 * @param {string | undefined} address
 * @returns {Promise<string | null>} null when it could not be had
 */
async function load(address) {
  if (!address) return '';
  const answer = await fetch(address).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

/** @param {HTMLElement} canvas */
function fail(canvas) {
  canvas.textContent = 'The diagram could not be shown. Reload the page to try again.';
  canvas.classList.add('diagram-failed');
}

/**
 * The wheel moves the diagram only while it has the focus; else it moves the page.
 * @param {HTMLElement} canvas
 * @param {import('bpmn-js/lib/NavigatedViewer').default} viewer
 */
function scrollWhenFocused(canvas, viewer) {
  const wheel = /** @type {any} */ (viewer.get('zoomScroll'));
  canvas.addEventListener('focusin', () => wheel.toggle(true));
  canvas.addEventListener('focusout', () => wheel.toggle(false));
}

/**
 * Tell the page which element was clicked: event `diagram-element` with its id.
 * @param {HTMLElement} figure
 * @param {import('bpmn-js/lib/NavigatedViewer').default} viewer
 */
function listenForClicks(figure, viewer) {
  viewer.on('element.click', (/** @type {any} */ event) => {
    figure.dispatchEvent(new CustomEvent('diagram-element', { bubbles: true, detail: { id: event.element.id } }));
  });
}
