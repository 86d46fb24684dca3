// Times the FEEL engine of the browser's forms on the expressions of this bench: microseconds each.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const frontend = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../app/frontend/package.json');
const feelin = await import(pathToFileURL(createRequire(frontend).resolve('@bpmn-io/feelin')).href);
const { expressions, rules, inputs, seconds, roundSeconds } = JSON.parse(await readAll(process.stdin));

const times = expressions.map(({ text, context }) => ({
  parse: micros(() => feelin.parseExpression(text, context)),
  evaluate: micros(() => feelin.evaluate(text, context)),
}));
process.stdout.write(JSON.stringify({ expressions: times, table: micros(firstRule) }));

/** The number of the first rule whose cells all hold: a table under FIRST. */
function firstRule() {
  const names = Object.keys(inputs);
  return rules.findIndex((cells) =>
    cells.every((cell, at) => feelin.unaryTest(cell, { ...inputs, '?': inputs[names[at]] }).value === true),
  );
}

/** Microseconds of one call, in the best of many short rounds. */
function micros(act) {
  for (let warm = 0; warm < 50; warm += 1) act();
  const ends = performance.now() + seconds * 1000;
  let best = Infinity;
  for (let began = performance.now(); began < ends; began = performance.now()) {
    let times = 0;
    let spent = 0;
    while ((spent = performance.now() - began) < roundSeconds * 1000) {
      act();
      times += 1;
    }
    best = Math.min(best, spent / times);
  }
  return best * 1000;
}

async function readAll(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf-8');
}
