/** Many cohorts in one run, beside ordinary users: all come, and nobody is left listening for a stop. */
import { getEventListeners } from 'node:events';
import { afterEach, beforeAll, expect, it } from 'vitest';
import type { Cohort, Plan } from '../../src/model/plan.js';
import { serveApp, type App } from '../support/app.js';
import { closedPlan, drive, openPlan, warmUp } from '../support/driven.js';
import { warningsOf } from '../support/warnings.js';

let app: App | null = null;
beforeAll(warmUp);
afterEach(() => app?.close());

const COHORTS = 20;
const SIZE = 3;

const cohorts = Array.from({ length: COHORTS }, (_, place): Cohort => ({
  ...{ id: `c${place + 1}`, phase: 'baseline', on: 'claude', journey: 'ask', size: SIZE, within: 20 },
  ...{ opens: 350 + 5 * place, fails: 500, firstInbound: 1_000_000 + SIZE * place },
}));

const engines: readonly { readonly engine: string; readonly plan: Plan }[] = [
  { engine: 'open', plan: openPlan({ perSecond: 50, length: 500, plan: { cohorts } }) },
  { engine: 'closed', plan: closedPlan({ users: 5, length: 500, think: 20, plan: { cohorts } }) },
];

it.each(engines)('in the $engine engine', async ({ plan }) => {
  const { url } = (app = await serveApp((_, response) => void response.end('{"answer":"saved"}')));
  const { signal } = new AbortController();
  const warnings = await warningsOf(async () => {
    const { rows } = await drive(plan, url, signal).done;
    expect(rows.filter(({ cohort }) => cohort !== null)).toHaveLength(COHORTS * SIZE);
    expect(rows.some(({ cohort }) => cohort === null)).toBe(true);
  });
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
