// Joins behaviours to elements, now and when htmx brings new ones.

/** @typedef {(element: any) => void} Connect */

/**
 * Connect each element that matches a selector once.
 * @param {Record<string, Connect>} behaviours selector to behaviour
 */
export function connectAll(behaviours) {
  const seen = Object.fromEntries(Object.keys(behaviours).map((selector) => [selector, new WeakSet()]));

  /** @param {ParentNode} root */
  function connectUnder(root) {
    for (const [selector, connect] of Object.entries(behaviours)) {
      for (const element of elementsUnder(root, selector)) {
        if (!seen[selector].has(element)) {
          seen[selector].add(element);
          connect(element);
        }
      }
    }
  }

  connectUnder(document);
  document.addEventListener('htmx:load', (event) => connectUnder(/** @type {Element} */ (event.target)));
  new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof Element) connectUnder(node);
    }
  }).observe(document.getElementById('toasts') ?? document.body, { childList: true });
}

/**
 * @param {ParentNode} root
 * @param {string} selector
 */
function elementsUnder(root, selector) {
  const own = root instanceof Element && root.matches(selector) ? [root] : [];
  return [...own, ...root.querySelectorAll(selector)];
}
