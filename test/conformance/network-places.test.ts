/** Where a run puts its proxies, and that nothing of them is left behind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../support/attached-run.js';
import { inside, networkRunner, ROW, scenarioOf, shortest, type Runner } from '../support/network-run.js';
import { failedChecks, isUp } from '../support/after-run.js';

let runner: Runner;

beforeAll(async () => {
  runner = await networkRunner();
});

afterAll(() => runner.close());

describe('whoever interrupts an outage of the network', () => {
  it('finds nothing listening afterwards', async () => {
    const stop = new AbortController();
    const [front = 0] = await freePorts(1);
    const record = await runner.play({
      scenario: scenarioOf(
        { network: [{ on: 'claude', toxic: 'latency', latency: '200ms' }] },
        { upstreams: { claude: { provider: 'anthropic', port: front } } },
      ),
      signal: stop.signal,
      observe: (sighting) => {
        if (sighting.kind === 'phase' && sighting.phase.name === 'outage')
          setTimeout(() => stop.abort('SIGINT'), 300);
      },
    });
    expect(record.facts.ending).toEqual({ kind: 'interrupted', signal: 'SIGINT' });
    expect(await isUp(`http://127.0.0.1:${front}`)).toBe(false);
    expect(await isUp(record.facts.subject.url)).toBe(false);
    expect(failedChecks(record)).toEqual([]);
  });
});

describe('the port of an upstream', () => {
  it('stays the one that the app knows when a proxy stands in front of it', async () => {
    const [port = 0] = await freePorts(1);
    const record = await runner.play({
      scenario: scenarioOf(
        { network: [{ on: 'claude', toxic: 'latency', latency: '200ms' }] },
        { upstreams: { claude: { provider: 'anthropic', port, model: { firstToken: '5ms', tokens: 5 } } } },
      ),
      env: { ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}` },
    });
    expect(shortest(inside(record, 'outage'))).toBeGreaterThanOrEqual(200);
    expect(record.facts.network[0]?.carried).toBeGreaterThan(10);
  });
});

describe('an app whose calls go elsewhere', () => {
  it('is told the address that it was given, the proxy in front of the mock', async () => {
    const [port = 0] = await freePorts(1);
    const played = runner.play({
      scenario: scenarioOf(
        { network: [{ on: 'claude', toxic: 'latency', latency: '200ms' }] },
        {
          upstreams: { claude: { provider: 'anthropic', port } },
          journeys: { ask: { ...ROW, needsModel: true } },
        },
      ),
      env: { DB: runner.db.address },
    });
    await expect(played).rejects.toMatchObject({
      code: 'not-routed',
      message: expect.stringContaining(`http://127.0.0.1:${port}`) as unknown,
    });
  });
});
