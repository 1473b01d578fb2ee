import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Report, Style } from '../../../src/catalog/reporters/reporter.js';
import { safe } from '../../../src/catalog/reporters/markdown.js';
import { reporterById, reporters } from '../../../src/catalog/reporters/shelf.js';
import { ceilingWords } from '../../../src/catalog/reporters/words.js';
import type { RunRecord } from '../../../src/model/record.js';
import { scoreRecord } from '../../../src/score/score.js';
import { playRecord } from '../../support/record.js';
import { specimens } from '../../support/specimens.js';

const PLAIN: Style = { colour: false, unicode: true, columns: 80 };
const ESCAPE = String.fromCharCode(27);

function reportOf(record: RunRecord): Report {
  return { record, scorecard: scoreRecord(record), folder: 'reports/x' };
}

/** What a hostile subject could make us print. */
function hostile(): Report {
  const nasty = `<script>alert(1)</script>${ESCAPE}[2J @somebody | [x](http://evil.test) {{constructor}} \u202egnp`;
  const base = specimens['honest-errors']?.failing;
  if (base === undefined) throw new Error('no specimen');
  const record: RunRecord = {
    ...base,
    facts: { ...base.facts, subject: { ...base.facts.subject, name: nasty } },
    responses: base.responses.map((row) => ({ ...row, why: nasty })),
  };
  return reportOf(record);
}

const all: readonly (readonly [string, Report])[] = Object.entries(specimens).flatMap(
  ([id, { passing, failing }]) => [
    [`${id}, passing`, reportOf(passing)] as const,
    [`${id}, failing`, reportOf(failing)] as const,
  ],
);

describe.each(reporters.map((reporter) => [reporter.id, reporter] as const))(
  'the reporter %s',
  (_, reporter) => {
    it('gives the same bytes for the same record, and ends with a line feed', () => {
      for (const [, report] of all) {
        const text = reporter.render(report, PLAIN);
        expect(text).toBe(reporter.render(report, PLAIN));
        expect(text.endsWith('\n')).toBe(true);
      }
    });

    it('lets nothing of the subject steer a terminal', () => {
      expect(reporter.render(hostile(), PLAIN)).not.toContain(ESCAPE);
    });
  },
);

describe('the terminal', () => {
  const terminal = reporterById('terminal');

  it.each([40, 60, 80, 120])('keeps its lines within %d columns, words that are longer apart', (columns) => {
    for (const [name, report] of all) {
      for (const line of (terminal?.render(report, { ...PLAIN, columns }) ?? '').split('\n')) {
        const long = line
          .trim()
          .split(' ')
          .some((word) => word.length > columns - 24);
        expect(long || line.length <= columns, `${name}: ${line}`).toBe(true);
      }
    }
  });

  it('says the same without colour, and in ASCII without UTF-8', () => {
    for (const [, report] of all) {
      const colourful = terminal?.render(report, { ...PLAIN, colour: true }) ?? '';
      const bare = colourful.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '');
      expect(bare).toBe(terminal?.render(report, PLAIN));
      const ascii = terminal?.render(report, { ...PLAIN, unicode: false }) ?? '';
      expect(ascii.match(/[^\n -~]/g)).toBeNull();
    }
  });

  it('names grade, score, the worst finding with its fix, and where the report is', () => {
    const report = reportOf(specimens['no-hangs']?.failing ?? hostile().record);
    const text = terminal?.render(report, PLAIN) ?? '';
    expect(text).toContain(`${report.scorecard.grade ?? '?'}  `);
    expect(text).toContain('what cost most');
    expect(text).toContain('fix: ');
    expect(text).toContain('reports/x/scorecard.html');
  });
});

describe('a run without a grade', () => {
  const failing = reportOf(specimens['no-hangs']?.failing ?? hostile().record);
  const dimensions = failing.scorecard.dimensions.map((one) => ({ ...one, of: 50.00000000000001 }));
  const graded: Report = { ...failing, scorecard: { ...failing.scorecard, dimensions } };
  const open = { grade: null, score: null, interval: null, verdict: 'inconclusive' } as const;
  const ungraded: Report = { ...graded, scorecard: { ...graded.scorecard, ...open } };

  it.each(['terminal', 'markdown'])('has no points in %s, and a graded one no binary fractions', (id) => {
    const render = (report: Report): string => reporterById(id)?.render(report, PLAIN) ?? '';
    const points = /\d\.\d\/50|\d\.\d \| 50|[−-]\d+\.\d/;
    expect(render(graded)).toMatch(points);
    expect(render(ungraded)).not.toMatch(points);
    expect(render(graded) + render(ungraded)).not.toContain('50.0000');
  });

  it('has no points on the page either, not even in its findings', () => {
    const page = reporterById('html')?.render(ungraded, PLAIN) ?? '';
    expect(page).not.toMatch(/[−-]\d+\.\d|\d\.\d of \d|Costs most|if mended|takes no points|Confidence/);
    expect(page).toContain('What was found');
  });

  it.each(['terminal', 'markdown', 'html'])('says in %s once why, and no interval', (id) => {
    const unmet = reportOf(playRecord(() => null, { facts: { windows: [] } }));
    const text = (reporterById(id)?.render(unmet, PLAIN) ?? '').replaceAll(/\s+/g, ' ');
    expect(unmet.scorecard.grade).toBeNull();
    expect(text.split('never fired')).toHaveLength(2);
    expect(text).toContain(unmet.scorecard.sentence);
    expect(text).toMatch(/inconclusive/);
    expect(text).not.toMatch(/interval\s\d/);
    expect(text).not.toContain('Nothing to mend');
  });

  it.each(['terminal', 'markdown', 'html'])(
    'a graded one names in %s what holds it, and what is behind',
    (id) => {
      const flat = (raw: string): string => raw.replaceAll(/\s+/g, ' ');
      const text = flat(reporterById(id)?.render(graded, PLAIN) ?? '');
      const [binding = 'nothing', behind = 'nothing'] = ceilingWords(graded.scorecard).map(flat);
      expect(graded.scorecard.caps.map(({ state }) => state)).toContain('binding');
      expect(text).toContain(binding.replace(/^ceiling /, ''));
      expect(text).toContain(behind);
    },
  );
});

describe('the page', () => {
  const html = reporterById('html');
  const page = (report: Report): string => html?.render(report, PLAIN) ?? '';

  it('asks for nothing but itself: no script, no address, no style attribute', () => {
    for (const [, report] of all) {
      const text = page(report);
      expect(text).not.toMatch(/<script|<link (?!rel="icon" href="data:,")|<img|<iframe| style="| on\w+="/);
      expect(text.match(/(?:src|href)="(?!#|data:)/g)).toBeNull();
    }
  });

  it('lets its own style in by its hash alone', () => {
    const text = page(all[0]?.[1] ?? hostile());
    const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
    expect(text).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  });

  it('shows what a hostile app said, and runs none of it', () => {
    const text = page(hostile());
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('\u202e');
  });

  it('gives its picture a sentence and its numbers a table', () => {
    const text = page(all[1]?.[1] ?? hostile());
    expect(text).toMatch(/role="img" aria-label="What users got over time/);
    expect(text).toContain('<th scope="col">users got</th>');
  });

  it('says of every header what it heads, and lets a keyboard into every table that scrolls', () => {
    const text = page(all[1]?.[1] ?? hostile());
    expect(text.match(/<th(?! scope="(?:col|row)")[ >]/g)).toBeNull();
    expect(text.match(/<div class="scroll"(?! tabindex="0" role="region" aria-label="[^"]+")/g)).toBeNull();
  });

  it('praises nothing where there is no grade', () => {
    for (const [, report] of all) {
      const isGraded = report.scorecard.grade !== null;
      expect(page(report).includes('Not known: there is no grade.')).toBe(!isGraded);
    }
  });

  it('shows the ceilings that were reached before those that are clear', () => {
    const text = page(reportOf(specimens['no-hangs']?.failing ?? hostile().record));
    const states = [...text.matchAll(/>(binds|reached|clear|not known)<\/td>/g)].map(([, state]) => state);
    const order = ['binds', 'reached', 'clear', 'not known'];
    expect(states).toContain('binds');
    expect(states).toEqual([...states].sort((a, b) => order.indexOf(a ?? '') - order.indexOf(b ?? '')));
  });

  it('tells limits exactly, and what a call came to in plain words', () => {
    const text = page(reportOf(specimens['honest-errors']?.failing ?? hostile().record));
    expect(text).not.toContain('http-error');
    expect(text).toMatch(
      /No false success <code class="soft">lie-share<\/code><\/th><td class="r">0\u00a0%<\/td><td class="r">0\.1\u00a0%/,
    );
  });

  it('has balanced tags', () => {
    const text = page(hostile());
    for (const tag of ['section', 'table', 'tr', 'dl', 'details', 'svg', 'ul', 'ol', 'div', 'main']) {
      const opened = text.match(new RegExp(`<${tag}[\\s>]`, 'g'))?.length ?? 0;
      const closed = text.match(new RegExp(`</${tag}>`, 'g'))?.length ?? 0;
      expect([tag, opened]).toEqual([tag, closed]);
    }
  });
});

describe('markdown', () => {
  it('calls nobody, opens no markup and keeps its tables whole', () => {
    const text = reporterById('markdown')?.render(hostile(), PLAIN) ?? '';
    expect(text).not.toMatch(/(?<!\\|&#64;)@somebody/);
    expect(text).not.toContain('<script>');
    expect(text).not.toMatch(/(?<!\\)\]\(http/);
    for (const table of text.split('\n\n').filter((block) => block.startsWith('|'))) {
      const cells = table.split('\n').map((row) => row.replaceAll('\\|', '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });
});

describe('whatever came from outside, in markdown', () => {
  /** As GitHub looks for people, issues and formulas: in what was rendered. */
  const rendered = (raw: string): string =>
    safe(raw).replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));

  it.each(['@octocat', 'ask @octo-org/team', 'me@example.com', '#12', 'octo/app#12', 'GH-12', 'gh-12'])(
    'has %s call nobody and lead nowhere',
    (raw) => {
      expect(rendered(raw)).not.toMatch(/@\w|#\d|GH-\d/i);
    },
  );

  it.each(['www.example.com', 'http://example.com', 'https://example.com'])('makes no link of %s', (raw) => {
    expect(safe(raw)).not.toMatch(/www\.|:\/\//);
  });

  it('makes no formula of two prices', () => {
    expect(safe('$2 and $3')).toBe('<span>$</span>2 and <span>$</span>3');
  });
});

it.each(['markdown', 'html'])('counts one core as one in %s', (id) => {
  const { record, scorecard, folder } = hostile();
  const on = (cores: number): string => {
    const machine = { ...record.facts.machine, cores };
    const facts = { ...record.facts, machine };
    return reporterById(id)?.render({ record: { ...record, facts }, scorecard, folder }, PLAIN) ?? '';
  };
  expect(on(1)).toMatch(/ 1 core,/);
  expect(on(2)).toMatch(/ 2 cores,/);
});

it('says of what clock the time of a run is', () => {
  expect(reporterById('html')?.render(hostile(), PLAIN)).toMatch(/2026-01-01 00:00\u00a0UTC/);
});

describe('a finding in markdown', () => {
  const base = reportOf(specimens['no-hangs']?.failing ?? hostile().record);
  const [first] = base.scorecard.findings.filter(({ verdict }) => verdict === 'fail');
  const rendered = (points: number, gain: number): string => {
    const findings = first === undefined ? [] : [{ ...first, points, gain }];
    const scorecard = { ...base.scorecard, findings };
    return reporterById('markdown')?.render({ ...base, scorecard }, PLAIN) ?? '';
  };

  it('names what it took and what a fix gives back, and no gain where it took nothing', () => {
    expect(rendered(4.6, 3.6)).toMatch(/### .* \(−4\.6\)\n[^]*- \*\*Fix:\*\* .* Gain: \+3\.6\./);
    expect(rendered(0, 0)).not.toMatch(/\(0\)|Gain:/);
    expect(rendered(0, 13)).toMatch(/- \*\*Fix:\*\* .* Gain: \+13\.0\./);
  });
});

describe('json', () => {
  it('is the scorecard', () => {
    const [, report] = all[0] ?? ['', hostile()];
    expect(JSON.parse(reporterById('json')?.render(report, PLAIN) ?? '')).toEqual(
      JSON.parse(JSON.stringify(report.scorecard)),
    );
  });
});
