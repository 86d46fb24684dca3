// Short messages at the edge of the screen; those about trouble stay until closed.

const SHOWN_MILLISECONDS = 6000;

/**
 * A note that closes, and goes by itself unless it reports trouble or is being read.
 * @param {HTMLElement} note
 */
export function connect(note) {
  note.querySelector('[data-toast-close]')?.addEventListener('click', () => note.remove());
  if (note.getAttribute('role') === 'alert') return;
  const timer = setInterval(() => {
    if (note.matches(':hover, :focus-within')) return;
    clearInterval(timer);
    note.remove();
  }, SHOWN_MILLISECONDS);
}

/**
 * A message that came with the page: put into the live region now, so that it is read aloud.
 * @param {HTMLTemplateElement} template
 */
export function connectTemplate(template) {
  document.getElementById('toasts')?.append(template.content.cloneNode(true));
}

/**
 * Show a sentence about trouble.
 * @param {string} sentence
 */
export function showToast(sentence) {
  const note = document.createElement('div');
  note.className = 'toast-note toast-danger';
  note.dataset.toastNote = '';
  note.setAttribute('role', 'alert');
  const text = document.createElement('div');
  text.className = 'toast-text';
  text.textContent = sentence;
  const close = document.createElement('button');
  close.className = 'toast-close';
  close.type = 'button';
  close.dataset.toastClose = '';
  close.setAttribute('aria-label', 'Close');
  close.textContent = '×';
  note.append(text, close);
  document.getElementById('toasts')?.append(note);
}
