import { describe, expect, it } from 'vitest';
import type { ResponseEnd, ResponseRow } from '../../../src/model/event.js';
import { phaseAt, Recorder } from '../../../src/run/load/recorder.js';
import { failureOf } from '../../../src/run/load/connections.js';
import type { Reading } from '../../../src/run/load/reader.js';
import { planOf, journeyOf } from '../../support/record.js';

const READING: Reading = {
  status: 200,
  headers: {},
  firstByte: 110,
  firstContent: 120,
  bytes: 15,
  body: '{"answer":"so"}',
  capped: false,
  text: 'so',
  json: { answer: 'so' },
  streamDone: 'none',
  streamError: null,
  events: [],
};

function rowOf(
  end: ResponseEnd,
  needsModel: boolean,
): { readonly row: ResponseRow; readonly freed: readonly number[] } {
  const rows: ResponseRow[] = [];
  const freed: number[] = [];
  const recorder = new Recorder({
    plan: planOf(),
    findMinted: () => null,
    follower: { follow: () => Promise.reject(new Error('nothing was put off')) },
    inbounds: {
      opened: () => undefined,
      ended: (inbound, at) => void freed.push(inbound, at),
      withToken: () => [],
      journeyOf: () => 'ask',
    },
    onResponse: (row) => void rows.push(row),
  });
  const question = { token: 'abcdefghijklmnop', prompt: 'Why?' };
  const times = { due: 25_000, sent: 25_001, ended: 25_200 };
  const following = recorder.record({
    ...{ inbound: 7, journey: journeyOf({ needsModel }), question, end, reading: READING },
    ...times,
  });
  expect(following).toBeUndefined();
  const [row] = rows;
  if (row === undefined || rows.length !== 1) throw new Error('one inbound has one row');
  return { row, freed };
}

describe('the row of an inbound', () => {
  it('says what was seen, in the phase of its due time', () => {
    const { row } = rowOf('complete', false);
    expect(row).toEqual({
      kind: 'response',
      inbound: 7,
      journey: 'ask',
      phase: 'outage',
      due: 25_000,
      sent: 25_001,
      firstByte: 110,
      firstContent: 120,
      ended: 25_200,
      end: 'complete',
      status: 200,
      class: 'full',
      from: null,
      bytes: 15,
      marked: false,
      age: null,
      why: null,
      cohort: null,
    });
  });

  it('is a lie where a success has no word of the model', () => {
    expect(rowOf('complete', true).row.class).toBe('lie');
  });

  it('frees its token when it is over', () => {
    expect(rowOf('aborted', true).freed).toEqual([7, 25_200]);
  });
});

describe('the phase of a due time', () => {
  it('begins with its opening and lasts until just before its close', () => {
    const plan = planOf();
    const times = [0, 19_999.999, 20_000, 59_999, 60_000, 99_999];
    expect(times.map((time) => phaseAt(plan, time))).toEqual([
      'baseline',
      'baseline',
      'outage',
      'outage',
      'recovery',
      'recovery',
    ]);
  });

  it('is the last one for what was due at the very end', () => {
    expect(phaseAt(planOf(), 100_000)).toBe('recovery');
  });
});

describe('a connection that never came about', () => {
  it("is ours where our machine had no socket left, the subject's otherwise", () => {
    const coded = (code: string): Error => Object.assign(new Error(code), { code });
    expect(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL'].map((code) => failureOf(coded(code)))).toEqual([
      'unsent',
      'unsent',
      'unsent',
    ]);
    expect([coded('ECONNREFUSED'), coded('ECONNRESET'), new Error('?'), null].map(failureOf)).toEqual([
      'refused',
      'refused',
      'refused',
      'refused',
    ]);
  });
});
