// Numbers beside the places and on the bell: the last known at once, fresh ones in the background.

const REMEMBERED = 'pratica.counts';
const A_MINUTE = 60_000;

/**
 * Fill all `[data-count]` of the page from the address in `data-poll-counts`. The answer says after how many minutes
 * to ask again (`Refresh-Minutes`, a setting of the company); 0 is never.
 * @param {HTMLElement} element
 */
export function connect(element) {
  const address = element.dataset.pollCounts ?? '';
  let minutes = 0;
  let timer = 0;
  show(JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '{}'));

  async function refresh() {
    clearTimeout(timer);
    if (document.visibilityState !== 'visible') return;
    const answer = await fetch(address, { headers: { Accept: 'application/json' } }).catch(() => null);
    if (answer?.status === 401) return;
    minutes = Number(answer?.headers.get('Refresh-Minutes') ?? minutes);
    if (minutes) timer = window.setTimeout(refresh, minutes * A_MINUTE);
    if (!answer?.ok) return;
    const counts = await answer.json();
    sessionStorage.setItem(REMEMBERED, JSON.stringify(counts));
    show(counts);
  }

  document.addEventListener('visibilitychange', () => minutes && refresh());
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
