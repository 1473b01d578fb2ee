#!/usr/bin/env node
// npm run bench [-- mock streams load cli proxy record simulate]: each part measures side by side in one run and gives rows;
// all of them are printed as the table of docs/performance.md.
import { cpus } from 'node:os';

const HERE = new URL('.', import.meta.url);
const parts = ['cli', 'load', 'mock', 'proxy', 'record', 'simulate', 'streams'];
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !parts.includes(name));
if (unknown.length > 0) {
  console.error(`there is no bench "${unknown.join(', ')}"; there are ${parts.join(', ')}`);
  process.exit(2);
}

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`);
console.log('| what | against | measured | goal | met |\n|---|---|---|---|---|');
let missed = 0;
for (const name of asked.length > 0 ? asked : parts) {
  const { bench } = await import(new URL(`${name}.mjs`, HERE));
  if (bench === undefined) continue;
  for (const { what, against, measured, goal, ok } of await bench()) {
    if (!ok) missed += 1;
    console.log(`| ${what} | ${against} | ${measured} | ${goal} | ${ok ? 'yes' : 'NO'} |`);
  }
}
console.log(`\n${missed === 0 ? 'Every goal was met.' : `${missed} goals were missed.`}`);
process.exit(0);
