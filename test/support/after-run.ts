/** What is looked at when a run is over. */
import { get } from 'node:http';
import type { RunFacts, RunRecord } from '../../src/model/record.js';

export function failedChecks({ facts }: RunRecord): RunFacts['checks'] {
  return facts.checks.filter(({ ok, voids }) => !ok && voids === 'run');
}

export function isUp(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.destroy();
      resolve(true);
    }).on('error', () => resolve(false));
  });
}
