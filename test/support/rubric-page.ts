/** `docs/rubric.md`, made of the rubric itself, so that it can't say anything else. */
import { outcomes } from '../../src/catalog/answers/outcomes.js';
import { measureById } from '../../src/catalog/measures/shelf.js';
import type { Rubric, Term } from '../../src/score/rubric.js';
import { curveWords, ruleWords } from '../../src/score/rule-words.js';

export function rubricPage(rubric: Rubric): string {
  return [
    opening(rubric),
    table(
      ['dimension', 'points', 'of its terms'],
      rubric.dimensions.map(({ id, title, points }) => [
        title,
        String(points),
        rubric.terms
          .filter(({ dimension }) => dimension === id)
          .map((term) => `${term.id} ${term.points}`)
          .join(', '),
      ]),
    ),
    '## What a response is worth',
    'Within its deadline; from one deadline to four, what is good loses its worth evenly. Journeys count by their weight.',
    table(
      ['response', 'class', 'worth'],
      outcomes.map(({ class: got, title, utility }) => [title, `\`${got}\``, String(utility)]),
    ),
    '## Terms',
    CURVE,
    ...rubric.terms.map(termText),
    '## Ceilings',
    CEILINGS,
    table(
      ['id', 'what', 'at most', 'reached where', 'why', 'source'],
      rubric.caps.map((cap) => [
        `\`${cap.id}\``,
        cap.title,
        String(cap.cap),
        ruleWords(cap.rule, (id) => `\`${id}\``),
        cap.why,
        cap.source,
      ]),
    ),
    LETTERS,
    DIFFERENCES,
    SOURCES,
    '',
  ].join('\n\n');
}

function opening({ version }: Rubric): string {
  return `# The rubric, \`${version}\`

Every number that a grade is made of. This page is made of the rubric's own data
(\`npx vitest run --project unit test/score/rubric.test.ts -u\`). Scores of two versions can't be compared, and no
number has been chosen for the sake of a demo.

A run earns points in five dimensions, 100 in all. The score is what it earned, or the lowest ceiling that it
reached, if that is less. A term whose measure a run can't take (nobody asked for a pause, no cohort, no ledger of
effects) leaves its points to the others of its dimension; a term that every run of its phases must show leaves the
run without a grade instead, so that nothing is gained by being unmeasurable.`;
}

const CURVE = `A term earns 90 % of its points at its first control point, half of them at its second, and falls without a cliff:
the complementary log-normal distribution through both, as in Lighthouse. What is \`free\` is taken off before.`;

const CEILINGS = `What must never happen holds the score down, however good the rest is. Shares and factors reach a ceiling with the
lower end of their 95 % interval (of shares, Wilson's), so that one bad packet can't; where a number of times is told,
it is counted over the whole run.`;

const LETTERS = `## Letters

A from 90, B from 75, C from 60, D from 45, E from 30, F below. A+ is an A from 97 on with at least 85 % in every
dimension and high confidence. The letter is read from the score, ceilings included, so that the two never disagree.

A suite of outages scores half the mean and half the worst of its outages, under every ceiling that one of them
reached; an outage of the suite that was not played holds it at 89.`;

const DIFFERENCES = `## Choices that are not obvious

- **"This class or worse."** Being left hanging and being cut off count false successes too, and being cut off
  counts being left hanging. Otherwise a response replaced by a better one could lower the score: that it never does
  is tested, as is that no better sub-metric ever does.
- **Raw errors have no term of their own.** Their four points stand in the dishonest term, for the same reason.
- **Metastability needs a provider with limits.** Where its capacity is a default of ours, an app that is still down at
  the end is held at D; where somebody declared the capacity, or the provider has no limits at all, more than half
  missing is an F. An F must rest on what the user knows to be true.
- **Writes count by the write, not by the entry**: one that was booked five times is one that went wrong. How many
  entries there were too many is \`duplicate-effects\`, which gates may use.
- **Two lost or doubled writes, not one**, reach the ceiling: the last write of a run may be one that we cut off.
- **Journeys that need no model** enter no mean, but have ceilings of their own, and their writes and secrets count.
- **Without a recovery phase** a single run is held at 89; what a suite left out is the suite's to say.
- **What nobody met is said, not taken off.** Of 800 users none deceived still allows one in 200 (Wilson), which the
  interval of the score leaves out: seconds without it all look alike. Were it taken in, no run of a few minutes could
  be sure of an A, whatever the app. So beside the interval stands how often it may happen, and how many points that leaves.
- **A baseline that faults reached** is graded by those whom they spared, who look well whatever the faults did. More than
  one in twenty missing makes the confidence medium, and the report says how many.
- **Seconds stand in for one another** in the score's interval only where the plan made them alike: the same phase, with
  the same windows open. Five seconds down and five up are the scenario's doing, and no chance.
- **Of fewer than 73 requests** in the outage the score's interval is not drawn from its seconds, which all look alike
  when next to nobody came, but put together from the worst and the best ends of each number: what none of 72 met may
  still be one in twenty (Wilson).`;

const SOURCES = `## Sources

Beyer et al., *Site Reliability Engineering*, chapters 21 and 22; Brooker, "Timeouts, retries and backoff with jitter"
(AWS Builders' Library) and "Exponential Backoff And Jitter" (AWS Architecture Blog); Bronson et al., "Metastable
Failures in Distributed Systems", HotOS 2021; Huang et al., "Metastable Failures in the Wild", OSDI 2022; Floyd and
Jacobson, "The Synchronization of Periodic Routing Messages", IEEE/ACM Transactions on Networking 2(2), 1994; Dean and
Barroso, "The Tail at Scale", CACM 56(2), 2013; Nygard, *Release It!*; RFC 9110 (Retry-After), RFC 5861 and RFC 9211
(stale answers), draft-ietf-httpapi-idempotency-key-header; Wilson, JASA 22, 1927; Künsch, Annals of Statistics 17,
1989 (moving blocks); the scoring of Lighthouse (curves), SSL Labs (ceilings with reasons), MDN HTTP Observatory
(remedies by rule) and OpenSSF Scorecard (what skipping rewards).`;

function termText(term: Term): string {
  const measure = measureById(term.measure);
  const dimension = term.needs === 'phase' ? 'needed for a grade' : 'left out where it can’t be measured';
  return [
    `### ${term.title}`,
    `\`${term.id}\`: ${term.points} points of ${term.dimension}, from \`${term.measure}\` in the ${term.phase}; ${curveWords(term)}; ${dimension}.`,
    `*${measure?.definition ?? ''}*`,
    `${term.why} *Source:* ${term.source}`,
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
