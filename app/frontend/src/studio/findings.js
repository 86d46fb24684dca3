// Findings beside an editor: asked from the server, listed with their counts; one that is chosen selects its element.
import { send } from './sending.js';

const QUIET_MILLISECONDS = 1200;

/**
 * @typedef {object} Finding
 * @property {string | null} element_id null when the whole file is meant
 * @property {'error' | 'warning'} severity
 * @property {string} message
 * @property {string} remedy
 */

/**
 * @param {HTMLElement} element `data-findings-url` checks a file
 * @param {import('./editor.js').Editor} editor
 */
export function connectFindings(element, editor) {
  const list = /** @type {HTMLElement} */ (element.querySelector('[data-findings]'));
  /** @type {number | undefined} */
  let timer;
  let asked = 0;

  /** @param {string} [content] what to check; the editor's content when left out */
  async function check(content) {
    clearTimeout(timer);
    const number = ++asked;
    const text = content ?? (await editor.text());
    const answer = await send(element.dataset.findingsUrl ?? '', { content: text });
    if (number !== asked) return;
    if (!answer?.ok) return sayOnly(list, 'The check could not be done. Try again.');
    const found = await answer.json();
    show(element, list, found);
    editor.mark(found.findings);
  }

  list.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-element-id]'));
    if (button?.dataset.elementId) editor.select(button.dataset.elementId);
  });
  return {
    /** @param {string} [content] */
    check: (content) => check(content),
    checkSoon() {
      clearTimeout(timer);
      timer = window.setTimeout(() => check(), QUIET_MILLISECONDS);
    },
  };
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} list
 * @param {{findings: Finding[], errors: number, warnings: number}} found
 */
function show(element, list, { findings, errors, warnings }) {
  const counts = [plural(errors, 'error'), plural(warnings, 'warning')].filter(Boolean).join(', ');
  for (const place of element.querySelectorAll('[data-findings-summary]')) place.textContent = counts || 'Nothing found';
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('[data-findings-count]'))) {
    place.textContent = String(findings.length);
    place.dataset.tone = errors ? 'danger' : warnings ? 'warning' : 'success';
  }
  element.dataset.errors = String(errors);
  if (findings.length === 0) return sayOnly(list, 'Nothing found: this can be deployed.');
  list.replaceChildren(...findings.map(line));
}

/** @param {Finding} finding */
function line(finding) {
  const item = document.createElement('li');
  const button = document.createElement(finding.element_id ? 'button' : 'div');
  button.className = `finding finding-${finding.severity}`;
  if (finding.element_id) {
    button.setAttribute('type', 'button');
    button.dataset.elementId = finding.element_id;
  }
  const kind = part('finding-kind', finding.severity === 'error' ? 'Error' : 'Warning');
  const words = part('finding-words', `${finding.message} `);
  words.append(part('finding-remedy', finding.remedy));
  button.append(kind, words, part('finding-place', finding.element_id ?? ''));
  item.append(button);
  return item;
}

/** @param {string} kind @param {string} words */
function part(kind, words) {
  const element = document.createElement('span');
  element.className = kind;
  element.textContent = words;
  return element;
}

/** @param {HTMLElement} list @param {string} words */
function sayOnly(list, words) {
  const item = document.createElement('li');
  item.className = 'findings-none';
  item.textContent = words;
  list.replaceChildren(item);
}

/** @param {number} count @param {string} word */
const plural = (count, word) => (count ? `${count} ${word}${count === 1 ? '' : 's'}` : '');
