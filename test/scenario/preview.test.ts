import { describe, expect, it } from 'vitest';
import { drawSchedule } from '../../src/catalog/arrivals/draw.js';
import { compilePlan } from '../../src/scenario/compile.js';
import { previewPlan } from '../../src/scenario/preview.js';
import { CONFIG, SOUND, changed, soundScenario } from './samples.js';

function planned(text: string, config: string | null = null) {
  const compiled = compilePlan(soundScenario(text, config), { seed: 7, quick: false, capacity: null });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.value;
}

function barOf(text: string, label: string): string {
  const line = previewPlan(planned(text))
    .split('\n')
    .find((each) => each.startsWith(label));
  return line?.slice(24) ?? '';
}

describe('the preview of a plan', () => {
  it.each([60, 80, 120])('fits into %d columns, whatever the names are', (columns) => {
    const name = 'a'.repeat(64);
    const text = SOUND.replaceAll('claude', name).replace(
      'name: storm',
      'name: storm\ntitle: ' + 'word '.repeat(40),
    );
    for (const line of previewPlan(planned(text, CONFIG), columns).split('\n')) {
      expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  it.each([40, 60, 80, 120])('says the whole name of each phase in %d columns', (columns) => {
    const names = ['warm-up-of-the-caches', 'outage', 'recovery'];
    const shown = previewPlan(planned(SOUND.replace('baseline:', 'warm-up-of-the-caches:')), columns);
    const ruler = shown.split('what goes wrong')[0] ?? '';
    for (const name of names) expect(ruler).toMatch(new RegExp(`[ |]${name}( |$)`, 'm'));
    for (const line of shown.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('gives a name that is longer than its phase a line of its own: 20 of 100 s are 7 of 36 columns', () => {
    const bars = previewPlan(planned(SOUND), 60).split('\n').slice(3, 7);
    expect(bars.map((line) => line.slice(24))).toEqual([
      '0s     20s           1m        1m40s',
      '|      |outage       |recovery',
      'baseline',
      '.'.repeat(7) + '='.repeat(15) + '.'.repeat(14),
    ]);
  });

  it('has no terminal codes', () => {
    expect(previewPlan(planned(SOUND))).not.toContain('\u001b');
  });

  it('shows who is hurt when: 20 of 100 s are a fifth of 56 columns', () => {
    expect(barOf(SOUND, 'w1 claude status')).toBe('.'.repeat(11) + '='.repeat(23) + '.'.repeat(22));
  });

  it('shows how hard', () => {
    expect(barOf(changed('share: 60%', 'share: 100%'), 'w1')).toContain('#'.repeat(23));
    expect(barOf(changed('share: 60%', 'share: 10%'), 'w1')).toContain('-'.repeat(23));
    expect(barOf(changed('share: 60%', 'share: { from: 0%, to: 100% }'), 'w1')).toMatch(/^\.+-+=+#+\.+$/);
    expect(barOf(changed('share: 60%', 'flapping: { on: 10s, off: 10s }'), 'w1')).toMatch(/^\.+#+\.+#+\.+$/);
  });

  it('counts exactly who will come, by phase and journey', () => {
    const plan = planned(SOUND, CONFIG);
    const rows = previewPlan(plan)
      .split('\n')
      .filter((line) => /^(baseline|outage|recovery|all) /.test(line))
      .map((line) => line.match(/\d+(?!\/s)\b/g)?.map(Number) ?? []);
    const count = (test: (inbound: number) => boolean): number => {
      const schedule = drawSchedule(plan);
      return Array.from({ length: schedule.count }, (_, inbound) => inbound).filter(test).length;
    };
    const schedule = drawSchedule(plan);
    expect(rows.at(-1)?.at(-1)).toBe(schedule.count);
    expect(rows[1]?.at(-1)).toBe(
      count((inbound) => schedule.dueOf(inbound) >= 20e6 && schedule.dueOf(inbound) < 60e6),
    );
    expect(rows.at(-1)?.at(-4)).toBe(count((inbound) => schedule.journeyOf(inbound) === 0));
  });

  it('says that waiting users come as often as they are answered', () => {
    expect(previewPlan(planned(changed('rate: 20/s', 'users: 5')))).toContain('as many as the app answers');
  });

  it('lists gates with their scope, and rules that stop early', () => {
    const text = changed(
      'phases:',
      'expect: [{ that: amplification <= 2, during: outage }]\nabort: "full-share < 10% for 10s during baseline"\nphases:',
    );
    const shown = previewPlan(planned(text));
    expect(shown).toContain('amplification <= 2 during outage');
    expect(shown).toContain('stops early: full-share < 10% for 10s during baseline');
  });

  it('says a fault about as it was written', () => {
    expect(previewPlan(planned(SOUND))).toContain(
      'w1  20-60 s       claude: status 529 retryAfter 5s, 60% of the calls',
    );
  });

  it('tells what happens to connections, where proxies lead, and who fails together', () => {
    const more = [
      '    network:',
      '      - { on: claude, toxic: latency, latency: 200ms, jitter: 50ms, stream: both, share: 30%, at: 5s, for: 10s }',
      '      - { on: db, toxic: bandwidth, rate: 20KB/s, recycle: true, optional: true }',
      '      - { on: gpt, toxic: down }',
      '    cohort: { at: 10s, size: 80, fails: reset }',
    ];
    const proxies = 'proxies: { db: { upstream: "127.0.0.1:5432", env: { DB: "{{host}}:{{port}}" } } }\n';
    const preview = previewPlan(planned(proxies + changed('for: 40s\n', `for: 40s\n${more.join('\n')}\n`)));
    expect(preview).toContain('n1 claude latency       ..............------....');
    expect(preview).toMatch(/c1 claude 80 users {6}\.{16}#\.+\n/);
    expect(preview).toContain('most calls or connections');
    expect(preview).not.toContain('  w2 ');
    expect(preview).toContain('n1  25-35 s       claude: latency 200ms jitter 50ms both ways, 30% of the');
    expect(preview).toContain(
      'n2  20-60 s       db: bandwidth rate 20KB/s downstream, every connection, with',
    );
    expect(preview).toContain('n3  20-60 s       gpt: down, every connection');
    expect(preview).toContain('c1  30-31 s       claude: 80 users for ask within 20ms, at 31 s all fail');
    expect(preview).toContain('db: leads to 127.0.0.1:5432, listens on a free port, told as DB');
    expect(preview).toMatch(/c1 +together in outage +80 +80\n/);
    for (const each of preview.split('\n')) expect(each.length).toBeLessThanOrEqual(80);
  });

  it('shows a window that is shorter than a column', () => {
    expect(barOf(changed('share: 60%', 'at: 5.1s, for: 100ms'), 'w1')).toMatch(/^\.+#\.+$/);
  });
});
