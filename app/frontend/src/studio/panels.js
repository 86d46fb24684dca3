// The panels under an editor: tabs by click and arrow keys; the shown one folds away when its tab is pressed again.

/** @param {HTMLElement} element holds `role="tab"` buttons, each naming its panel by `aria-controls` */
export function connectPanels(element) {
  const tabs = /** @type {HTMLElement[]} */ ([...element.querySelectorAll('[role=tab]')]);

  /** @param {HTMLElement | null} chosen null folds all away */
  function show(chosen) {
    for (const tab of tabs) {
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      tab.setAttribute('aria-selected', String(tab === chosen));
      panel?.toggleAttribute('hidden', tab !== chosen);
    }
    element.toggleAttribute('data-folded', chosen === null);
    for (const tab of tabs) tab.tabIndex = tab === (chosen ?? tabs[0]) ? 0 : -1;
  }

  for (const [number, tab] of tabs.entries()) {
    tab.addEventListener('click', () => show(tab.getAttribute('aria-selected') === 'true' ? null : tab));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      const next = tabs[(number + step + tabs.length) % tabs.length];
      show(next);
      next.focus();
    });
  }
  show(matchMedia('(max-width: 760px)').matches ? null : (tabs[0] ?? null));
}
