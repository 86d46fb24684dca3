// Says which of the element templates in a folder the official validator refuses; its package is named first.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [validator, folder] = process.argv.slice(2);
const { validateAllZeebe } = await import(pathToFileURL(validator));
const templates = readdirSync(folder).map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
const { results } = validateAllZeebe(templates);
console.log(JSON.stringify(results.flatMap(({ valid, object, errors }) => (valid ? [] : [[object.id, errors]]))));
