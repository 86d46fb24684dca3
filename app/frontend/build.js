// Builds ../static/dist: bundles, styles, fonts and the icon sprite, each with the hash of its content in the name.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

import { writeSprite } from './build/icons.js';
import { writeLicences } from './build/licences.js';
import { onePreact } from './build/preact.js';
import { scss } from './build/scss.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const target = path.join(here, '../static/dist');
const ENTRIES = ['app', 'form', 'diagram', 'comparison', 'process-editor', 'decision-editor', 'form-editor'];
const HASH = /-[A-Z0-9]{8}(?=\.\w+$)/;

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ENTRIES.map((name) => `src/${name}.js`),
  outdir: target,
  entryNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  format: 'esm',
  minify: true,
  target: ['chrome123', 'firefox120', 'safari17.5'],
  legalComments: 'none',
  loader: { '.woff2': 'file', '.svg': 'dataurl', '.eot': 'empty' },
  plugins: [scss, onePreact],
  metafile: true,
});
await writeLicences(target, here, Object.keys(metafile.inputs));
/** @type {Record<string, string>} */
const manifest = { 'icons.svg': await writeSprite(target) };
for (const file of Object.keys(metafile.outputs)) {
  const name = path.basename(file);
  if (!name.endsWith('.txt')) manifest[name.replace(HASH, '')] = name;
}
await writeFile(path.join(target, 'manifest.json'), JSON.stringify(manifest, null, 2));
