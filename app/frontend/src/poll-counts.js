// Numbers beside the places: the last known at once, fresh ones in the background.

const EVERY_MILLISECONDS = 30_000;
const REMEMBERED = 'pratica.counts';

/**
 * Fill all `[data-count]` of the page from the address in `data-poll-counts`.
 * @param {HTMLElement} element
 */
export function connect(element) {
  const address = element.dataset.pollCounts ?? '';
  show(JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '{}'));

  async function refresh() {
    if (document.visibilityState !== 'visible') return;
    const answer = await fetch(address, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (answer?.status === 401) clearInterval(timer);
    if (!answer?.ok) return;
    const counts = await answer.json();
    sessionStorage.setItem(REMEMBERED, JSON.stringify(counts));
    show(counts);
  }

  const timer = setInterval(refresh, EVERY_MILLISECONDS);
  document.addEventListener('visibilitychange', refresh);
  document.addEventListener('counts-changed', refresh);
  refresh();
}

/** @param {Record<string, number>} counts */
function show(counts) {
  for (const slot of document.querySelectorAll('[data-count]')) {
    const count = counts[/** @type {HTMLElement} */ (slot).dataset.count ?? ''];
    slot.textContent = count ? new Intl.NumberFormat(document.documentElement.lang).format(count) : '';
  }
}
