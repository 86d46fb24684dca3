// Marks on a diagram: where the case was, where it stands, what is stuck, how many and how long.

/**
 * @typedef {object} Marks
 * @property {string[]} [completed] ids of elements that were finished
 * @property {string[]} [active] ids of elements where the case stands now
 * @property {string[]} [incidents] ids of elements that are stuck
 * @property {string[]} [path] ids of sequence flows that were taken
 * @property {Record<string, number>} [counts] element id to the number of cases there
 * @property {Record<string, string>} [times] element id to words such as "1 d 2 h"
 */

/**
 * Draw the marks. Ids that the diagram does not have are passed over.
 * @param {import('bpmn-js/lib/NavigatedViewer').default} viewer
 * @param {Marks} marks
 */
export function mark(viewer, marks) {
  const canvas = /** @type {any} */ (viewer.get('canvas'));
  const overlays = /** @type {any} */ (viewer.get('overlays'));
  const registry = /** @type {any} */ (viewer.get('elementRegistry'));
  const incidents = new Set(marks.incidents ?? []);
  const active = new Set(marks.active ?? []);

  /** @param {Iterable<string>} ids @param {string} name */
  function paint(ids, name) {
    for (const id of ids) if (registry.get(id)) canvas.addMarker(id, name);
  }

  /** @param {string} id @param {string} kind @param {string} text @param {object} position */
  function attach(id, kind, text, position) {
    if (registry.get(id)) overlays.add(id, { position, html: tag(kind, text) });
  }

  paint(marks.path ?? [], 'was-taken');
  paint((marks.completed ?? []).filter((id) => !active.has(id) && !incidents.has(id)), 'is-completed');
  paint([...active].filter((id) => !incidents.has(id)), 'is-active');
  paint(incidents, 'has-incident');
  for (const id of incidents) attach(id, 'incident', '!', { top: -9, right: 9 });
  for (const [id, count] of Object.entries(marks.counts ?? {})) attach(id, 'count', String(count), { top: -10, left: -8 });
  for (const [id, words] of Object.entries(marks.times ?? {})) {
    attach(id, 'time', words, { bottom: -6, left: (registry.get(id)?.width ?? 0) / 2 });
  }
}

/**
 * @param {string} kind
 * @param {string} text
 */
function tag(kind, text) {
  const element = document.createElement('span');
  element.className = `diagram-tag diagram-tag-${kind}`;
  element.textContent = text;
  if (kind === 'incident') element.setAttribute('aria-label', 'Incident');
  return element;
}
