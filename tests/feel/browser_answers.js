// Evaluates expressions with the FEEL engine of the browser's forms: JSON comes in and goes out by the standard streams.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const frontend = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../app/frontend/package.json');
const { evaluate } = await import(pathToFileURL(createRequire(frontend).resolve('@bpmn-io/feelin')).href);

const { context, expressions } = JSON.parse(await readAll(process.stdin));
process.stdout.write(JSON.stringify(expressions.map(answer)));

/** @param {string} expression */
function answer(expression) {
  try {
    return { value: plain(evaluate(expression, context).value) };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
}

/** A value as JSON: dates, times and durations as FEEL writes them, functions and ranges by their kind. */
function plain(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(plain);
  if ('isLuxonDateTime' in value || 'isLuxonDuration' in value) return evaluate('string(value)', { value }).value;
  if (Object.getPrototypeOf(value) !== Object.prototype && 'fn' in value) return 'a function';
  if ('start included' in value) return 'a range';
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

async function readAll(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf-8');
}
