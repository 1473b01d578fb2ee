import { describe, expect, it } from 'vitest';
import { networkLines } from '../../../src/catalog/reporters/network.js';
import type { ToxicWindow } from '../../../src/model/plan.js';
import type { ToxicFacts } from '../../../src/model/record.js';
import { recordOf, toxicWindowOf } from '../../support/record.js';

function lineOf(window: Partial<ToxicWindow>, met: Partial<ToxicFacts>): string {
  const facts = { window: 'n1', connections: 50, carried: 34, bytes: 1_200_000, ...met };
  const record = recordOf({ plan: { network: [toxicWindowOf(window)] }, facts: { network: [facts] } });
  return networkLines(record)[0] ?? '';
}

describe('what is said of the network', () => {
  it.each<[Partial<ToxicWindow>, Partial<ToxicFacts>, string]>([
    [{}, {}, 'latency on claude: carried by 34 of 50 connections, 1 200 000 bytes'],
    [
      {},
      { connections: 1, carried: 1, bytes: 5 },
      'latency on claude: carried by 1 of 1 connection, 5 bytes',
    ],
    [
      {},
      { connections: null, carried: null, bytes: null },
      'latency on claude: which connections carried it is not known behind another Toxiproxy',
    ],
    [{ toxic: 'down' }, { carried: 3 }, 'down on claude: cut 3 of 50 connections, and refused whoever came'],
    [
      {},
      { connections: 1, carried: 0, bytes: 0 },
      'latency on claude: stood on 1 connection, and nothing went through',
    ],
    [
      { toxic: 'down' },
      { connections: 0, carried: 0 },
      'down on claude: it cut nobody, and hardly anybody connected just before',
    ],
    [
      { toxic: 'down' },
      { connections: 0, carried: null },
      'down on claude: whom it refused leaves no trace at the proxy',
    ],
  ])('%o that met %o', (window, met, said) => {
    expect(lineOf(window, met).replace(/[\u00a0\u202f]/g, ' ')).toBe(said);
  });

  it('is nothing where the plan leaves the network alone', () => {
    expect(networkLines(recordOf())).toEqual([]);
  });
});
