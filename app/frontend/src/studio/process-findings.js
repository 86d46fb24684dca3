// Findings on the drawing: elements with a line around and how many there are.

/** @typedef {import('./findings.js').Finding} Finding */

/**
 * Mark elements with what was found: a line around, and how much.
 * @param {any} modeler
 * @param {Finding[]} findings
 */
export function markFindings(modeler, findings) {
  const [canvas, overlays, registry] = ['canvas', 'overlays', 'elementRegistry'].map((name) => modeler.get(name));
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
