// The drawings that pages may name, from Tabler's icons, in one file.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const folder = new URL('../node_modules/@tabler/icons/icons/outline/', import.meta.url);
const list = new URL('../icons.txt', import.meta.url);

/**
 * Write the sprite and say its name.
 * @param {string} target folder
 */
export async function writeSprite(target) {
  const names = (await readFile(list, 'utf8')).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
  const hash = createHash('sha256').update(sprite).digest('hex').slice(0, 8).toUpperCase();
  const file = `icons-${hash}.svg`;
  await writeFile(path.join(target, file), sprite);
  return file;
}

/** @param {string} name */
async function symbol(name) {
  const drawing = await readFile(new URL(`${name}.svg`, folder), 'utf8');
  const lines = drawing.slice(drawing.indexOf('>', drawing.indexOf('<svg')) + 1, drawing.lastIndexOf('</svg>'));
  return `<symbol id="${name}" viewBox="0 0 24 24">${lines.replace(/\s*\n\s*/g, '')}</symbol>`;
}
