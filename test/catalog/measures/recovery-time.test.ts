import { expect, it } from 'vitest';
import { failing, playRecord, type Played } from '../../support/record.js';
import { read } from '../../support/measuring.js';

const HONEST: Played = { class: 'honest-error', latency: 80, attempts: failing(1) };

it('is known to its whole second where nothing is left to chance', () => {
  const record = playRecord((role, index) =>
    role === 'outage' || (role === 'recovery' && index < 20 * 7) ? HONEST : null,
  );
  expect(read(record, 'recovery-time')).toMatchObject({ value: 7000, interval: { low: 6000, high: 7000 } });
});

it('is open above where the app never came back', () => {
  const record = playRecord((role) => (role === 'baseline' ? null : HONEST));
  expect(read(record, 'recovery-time')).toMatchObject({
    censored: true,
    interval: { low: 39_000, high: 40_000 },
  });
});

it('reaches later where a few users still fail for a while', () => {
  const record = playRecord((role, index) =>
    role === 'outage' || (role === 'recovery' && index < 20 * 20 && index % 20 === 0) ? HONEST : null,
  );
  const reading = read(record, 'recovery-time');
  expect(reading.state === 'measured' && (reading.interval?.high ?? 0) > reading.value).toBe(true);
});
