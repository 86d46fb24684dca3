// Zoom and movement by buttons and keys.

/** @typedef {import('bpmn-js/lib/NavigatedViewer').default} Viewer */

const STEP = 1.25;
const MOVE_PIXELS = 60;
const LARGEST_FIT = 1;
const SMALLEST_READABLE = 0.5;
const READABLE = 0.75;
const ROOM_PIXELS = 24;

/**
 * Show the whole diagram, or, where that would be too small to read, the first of some elements.
 * @param {Viewer} viewer
 * @param {string[]} ids
 */
export function show(viewer, ids) {
  fit(viewer);
  const canvas = canvasOf(viewer);
  const registry = /** @type {any} */ (viewer.get('elementRegistry'));
  const element = ids.map((id) => registry.get(id)).find(Boolean);
  if (!element || canvas.zoom() >= SMALLEST_READABLE) return;
  const { outer } = canvas.viewbox();
  const width = outer.width / READABLE;
  const height = outer.height / READABLE;
  const middle = { x: element.x + element.width / 2, y: element.y + element.height / 2 };
  canvas.viewbox({ x: middle.x - width / 2, y: middle.y - height / 2, width, height });
}

/**
 * Show the whole diagram in the middle, never larger than drawn.
 * @param {Viewer} viewer
 */
export function fit(viewer) {
  const canvas = canvasOf(viewer);
  const { inner, outer } = canvas.viewbox();
  if (!inner.width || !outer.width) return;
  const scale = Math.min(LARGEST_FIT, outer.width / (inner.width + 2 * ROOM_PIXELS), outer.height / (inner.height + 2 * ROOM_PIXELS));
  const width = outer.width / scale;
  const height = outer.height / scale;
  canvas.viewbox({ x: inner.x - (width - inner.width) / 2, y: inner.y - (height - inner.height) / 2, width, height });
}

/**
 * Buttons with `data-zoom` (in, out, fit); keys + - 0 and the arrows while the canvas has the focus.
 * @param {HTMLElement} figure
 * @param {Viewer} viewer
 */
export function connectZoom(figure, viewer) {
  figure.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-zoom]'));
    if (button) zoom(viewer, button.dataset.zoom ?? '');
  });
  figure.querySelector('[data-diagram-canvas]')?.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey } = /** @type {KeyboardEvent} */ (event);
    if (ctrlKey || metaKey || !press(viewer, key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/**
 * @param {Viewer} viewer
 * @param {string} key
 * @returns {boolean} whether the key means something here
 */
function press(viewer, key) {
  const way = { '+': 'in', '=': 'in', '-': 'out', 0: 'fit' }[key];
  const move = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
  if (way) zoom(viewer, way);
  if (move) canvasOf(viewer).scroll({ dx: move[0] * MOVE_PIXELS, dy: move[1] * MOVE_PIXELS });
  return Boolean(way ?? move);
}

/**
 * @param {Viewer} viewer
 * @param {string} way
 */
function zoom(viewer, way) {
  if (way === 'fit') return fit(viewer);
  const canvas = canvasOf(viewer);
  canvas.zoom(canvas.zoom() * (way === 'in' ? STEP : 1 / STEP), 'auto');
}

/**
 * @param {Viewer} viewer
 * @returns {any} the canvas of diagram-js, which has no types for this
 */
function canvasOf(viewer) {
  return viewer.get('canvas');
}
