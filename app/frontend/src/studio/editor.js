// Every editor of the Studio: loads the draft, keeps it saved, checks it, and leads on to the deployment.
import { connectConflict } from './conflict.js';
import { connectFindings } from './findings.js';
import { connectPanels } from './panels.js';
import { keepSaved } from './saving.js';

/**
 * What a kind of editor can do; the rest is the same for all kinds.
 * @typedef {object} Editor
 * @property {(text: string) => Promise<void>} load show a file; throws when it cannot be drawn
 * @property {() => Promise<string>} text the file as it stands now
 * @property {(changed: () => void) => void} onChange tell of every change
 * @property {(elementId: string) => void} select select an element and bring it into view
 * @property {(findings: import('./findings.js').Finding[]) => void} mark mark the elements that have findings
 * @property {() => void} [undo]
 * @property {() => void} [redo]
 */

/**
 * @param {HTMLElement} element `data-editor`, as studio/editors/_frame.html draws it
 * @param {(canvas: HTMLElement, properties: HTMLElement | null) => Promise<Editor> | Editor} open
 */
export async function connectEditor(element, open) {
  connectPanels(element);
  const canvas = /** @type {HTMLElement} */ (element.querySelector('[data-editor-canvas]'));
  const properties = /** @type {HTMLElement | null} */ (element.querySelector('[data-editor-properties]'));
  const [editor, draft] = await Promise.all([open(canvas, properties), read(element.dataset.contentUrl ?? '')]);
  if (draft === null) return say(element, 'The draft could not be loaded. Reload the page to try again.');
  const findings = connectFindings(element, editor);
  try {
    await editor.load(draft.content);
  } catch {
    say(element, 'This file cannot be drawn; its findings say why. Download it, mend it and upload it again.');
    return findings.check(draft.content);
  }
  const saving = keepSaved(element, editor, draft, connectConflict(element));
  editor.onChange(() => {
    findings.checkSoon();
    saving.saveSoon();
  });
  connectButtons(element, editor, { save: saving.save, check: findings.check });
  element.dataset.ready = '';
  await findings.check(draft.content);
}

/**
 * Buttons with `data-editor-do`: save, check, undo, redo; links with `data-editor-leave` save first.
 * @param {HTMLElement} element
 * @param {Editor} editor
 * @param {{save: () => Promise<boolean>, check: () => Promise<void>}} does
 */
function connectButtons(element, editor, does) {
  element.addEventListener('click', async (event) => {
    const target = /** @type {Element} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest('[data-editor-do]'));
    const what = button?.dataset.editorDo;
    if (what === 'undo') editor.undo?.();
    if (what === 'redo') editor.redo?.();
    if (what === 'save') await does.save();
    if (what === 'check') await does.check();
    const link = /** @type {HTMLAnchorElement | null} */ (target.closest('a[data-editor-leave]'));
    if (!link) return;
    event.preventDefault();
    if (await does.save()) location.assign(link.href);
  });
}

/**
 * @param {string} address
 * @returns {Promise<{content: string, revision: number} | null>}
 */
async function read(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' } }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

/**
 * @param {HTMLElement} element
 * @param {string} sentence
 */
function say(element, sentence) {
  const canvas = /** @type {HTMLElement} */ (element.querySelector('[data-editor-canvas]'));
  const words = document.createElement('p');
  words.className = 'editor-failed';
  words.setAttribute('role', 'alert');
  words.textContent = sentence;
  canvas.replaceChildren(words);
}
