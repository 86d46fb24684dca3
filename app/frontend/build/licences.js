// The licences of everything that is in the bundles, in one file beside them.
import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//g;
const STYLES = ['@tabler/core', '@tabler/icons', 'bootstrap'];

/**
 * Write `licences.txt`.
 * @param {string} target folder
 * @param {string} here folder that holds node_modules
 * @param {string[]} inputs files that esbuild read
 */
export async function writeLicences(target, here, inputs) {
  const names = new Set(STYLES);
  for (const input of inputs) for (const [, name] of input.matchAll(PACKAGE)) names.add(name);
  const texts = await Promise.all([...names].sort().map((name) => licenceOf(path.join(here, 'node_modules', name), name)));
  await writeFile(path.join(target, 'licences.txt'), texts.filter(Boolean).join('\n\n'));
}

/**
 * @param {string} folder
 * @param {string} name
 */
async function licenceOf(folder, name) {
  const files = await readdir(folder).catch(() => []);
  if (files.length === 0) return '';
  const { version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const file = files.find((each) => /^licen[cs]e/i.test(each));
  const text = file ? await readFile(path.join(folder, file), 'utf8') : '';
  return `== ${name} ${version} (${license})\n\n${text.trim()}`;
}
