// The views of a decision file as tabs: the diagram of what requires what, then each decision and function.

const WORDS = { drd: 'Diagram', decisionTable: 'table', literalExpression: 'expression', boxedExpression: 'expression' };

/**
 * @param {HTMLElement} place
 * @param {{views: any[], activeView: any}} shown
 * @param {(view: any) => void} open
 */
export function showViews(place, { views, activeView }, open) {
  const focused = place.contains(document.activeElement);
  place.replaceChildren(...views.map((view) => tab(view, view === activeView, open)));
  if (focused) /** @type {HTMLElement | null} */ (place.querySelector('[aria-current]'))?.focus();
}

/**
 * @param {any} view
 * @param {boolean} isShown
 * @param {(view: any) => void} open
 */
function tab(view, isShown, open) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'tab';
  if (isShown) button.setAttribute('aria-current', 'true');
  const words = WORDS[/** @type {keyof typeof WORDS} */ (view.type)] ?? view.type;
  button.textContent = view.type === 'drd' ? words : view.name || view.id;
  if (view.type !== 'drd') button.title = `${view.name || view.id}: ${words}`;
  button.addEventListener('click', () => open(view));
  return button;
}
