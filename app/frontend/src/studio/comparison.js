// Two diagrams that move together, each element marked with what became of it; a difference that is chosen is shown in both.
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { diff } from 'bpmn-js-differ';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json';

import { connectZoom, fit } from '../diagram/zoom.js';

/** @typedef {'added' | 'removed' | 'changed' | 'moved'} Kind */

const SIGNS = { added: '+', removed: '−', changed: '~', moved: '↔' };
const COLOURS = {
  defaultFillColor: 'var(--diagram-paper)',
  defaultStrokeColor: 'var(--diagram-ink)',
  defaultLabelColor: 'var(--text)',
};

/** @param {HTMLElement} page */
export async function connect(page) {
  const sides = /** @type {HTMLElement[]} */ ([...page.querySelectorAll('[data-comparison-side]')]);
  const viewers = await Promise.all(sides.map(draw));
  const [old, present] = viewers;
  if (!old || !present) return;
  mark(old, present, listed(page));
  moveTogether(old, present);
  connectZoom(page, present);
  page.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-element-id]'));
    if (button?.dataset.elementId && button.matches('.difference')) choose(page, viewers, button);
  });
  page.dataset.ready = '';
}

/**
 * @param {HTMLElement} place
 * @returns {Promise<any>} the viewer; null when the file cannot be drawn
 */
async function draw(place) {
  const answer = await fetch(place.dataset.diagramUrl ?? '').catch(() => null);
  const fonts = { defaultStyle: { fontFamily: getComputedStyle(document.body).fontFamily } };
  const viewer = new NavigatedViewer({ container: place, bpmnRenderer: COLOURS, textRenderer: fonts, moddleExtensions: { zeebe } });
  try {
    await viewer.importXML(answer?.ok ? await answer.text() : '');
  } catch {
    place.textContent = 'This one could not be drawn. The list below says what can be said.';
    place.classList.add('diagram-failed');
    return null;
  }
  fit(viewer);
  return viewer;
}

/**
 * What the list of the page says, by element: it and the drawings never disagree.
 * @param {HTMLElement} page
 * @returns {Map<string, Kind>}
 */
function listed(page) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll('.difference[data-element-id]'));
  return new Map([...buttons].map((button) => [button.dataset.elementId ?? '', /** @type {Kind} */ (button.dataset.kind)]));
}

/**
 * @param {any} old
 * @param {any} present
 * @param {Map<string, Kind>} said
 */
function mark(old, present, said) {
  const found = diff(old.getDefinitions(), present.getDefinitions());
  /** @type {Map<string, Kind>} */
  const kinds = new Map();
  for (const id of Object.keys(found._layoutChanged)) kinds.set(id, 'moved');
  for (const id of Object.keys(found._changed)) kinds.set(id, 'changed');
  for (const id of Object.keys(found._added)) kinds.set(id, 'added');
  for (const id of Object.keys(found._removed)) kinds.set(id, 'removed');
  for (const [id, kind] of [...kinds, ...said]) {
    if (kind !== 'added') paint(old, id, said.get(id) ?? kind);
    if (kind !== 'removed') paint(present, id, said.get(id) ?? kind);
  }
}

/**
 * @param {any} viewer
 * @param {string} id
 * @param {Kind} kind
 */
function paint(viewer, id, kind) {
  const element = viewer.get('elementRegistry').get(id);
  if (!element || element === viewer.get('canvas').getRootElement() || isMarked(viewer, id)) return;
  viewer.get('canvas').addMarker(id, `difference-${kind}`);
  if (element.waypoints || element.labelTarget) return;
  const sign = document.createElement('span');
  sign.className = `difference-mark difference-${kind}`;
  sign.textContent = SIGNS[kind];
  sign.title = kind;
  viewer.get('overlays').add(id, { position: { top: -10, right: 10 }, html: sign });
}

/** @param {any} viewer @param {string} id */
function isMarked(viewer, id) {
  const drawn = viewer.get('elementRegistry').getGraphics(id);
  return Object.keys(SIGNS).some((kind) => drawn.classList.contains(`difference-${kind}`));
}

/** @param {any} one @param {any} other */
function moveTogether(one, other) {
  let isFollowing = false;
  for (const [leader, follower] of [[one, other], [other, one]]) {
    leader.on('canvas.viewbox.changed', (/** @type {any} */ event) => {
      if (isFollowing) return;
      isFollowing = true;
      const { x, y, width, height } = event.viewbox;
      follower.get('canvas').viewbox({ x, y, width, height });
      isFollowing = false;
    });
  }
}

/**
 * @param {HTMLElement} page
 * @param {any[]} viewers
 * @param {HTMLElement} button
 */
function choose(page, viewers, button) {
  const id = button.dataset.elementId ?? '';
  for (const other of page.querySelectorAll('.difference[aria-pressed]')) other.removeAttribute('aria-pressed');
  button.setAttribute('aria-pressed', 'true');
  for (const viewer of viewers) {
    const [canvas, registry] = [viewer.get('canvas'), viewer.get('elementRegistry')];
    registry.forEach((/** @type {any} */ each) => canvas.removeMarker(each, 'is-chosen'));
    const element = registry.get(id);
    if (!element || element === canvas.getRootElement()) continue;
    canvas.addMarker(id, 'is-chosen');
    canvas.scrollToElement(element, 120);
  }
  page.querySelector('.comparison-drawings')?.scrollIntoView({ block: 'nearest' });
}
