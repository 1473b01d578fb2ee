/**
 * How long outages lasted that scenarios imitate, as published under the source that the scenario names.
 * What was published without a length, or with one for a part that no scenario plays, isn't here.
 */
import type { Millis } from '../model/units.js';

export interface Incident {
  /** Just as a scenario names it among its sources. */
  readonly source: string;
  readonly title: string;
  /** Day on which it began. */
  readonly on: string;
  readonly lasted: Millis;
}

const MINUTE = 60_000;

function lasted(hours: number, minutes: number): Millis {
  return (60 * hours + minutes) * MINUTE;
}

export const INCIDENTS: readonly Incident[] = [
  {
    source: 'O1: apicontext.com, OpenAI chat completions, 8 November 2023',
    title: 'OpenAI, the part with 429',
    on: '2023-11-08',
    lasted: lasted(0, 35),
  },
  {
    source: 'O4: status.openai.com, post-mortem of 11 December 2024',
    title: 'OpenAI, all services',
    on: '2024-12-11',
    lasted: lasted(4, 22),
  },
  {
    source: 'O5: status.openai.com, post-mortem of 26 December 2024',
    title: 'OpenAI, many APIs',
    on: '2024-12-26',
    lasted: lasted(4, 31),
  },
  {
    source: 'O6: status.openai.com, write-up of 9 and 10 June 2025',
    title: 'OpenAI, the API',
    on: '2025-06-09',
    lasted: lasted(12, 54),
  },
  {
    source: 'O8: status.openai.com/incidents/01JZRHJ2E5V5PXDBF0HZFV48HV, gpt-4.1-mini, 9 July 2025',
    title: 'OpenAI, one model',
    on: '2025-07-09',
    lasted: lasted(0, 20),
  },
  {
    source: 'OpenAI, 4 December 2024 (measured by a third party)',
    title: 'OpenAI, calls that stood still',
    on: '2024-12-04',
    lasted: lasted(1, 30),
  },
  {
    source: 'OpenAI, 2 June 2026, elevated latency (status.openai.com)',
    title: 'OpenAI, long waits on one API',
    on: '2026-06-02',
    lasted: lasted(2, 15),
  },
  {
    source: 'A3: status.claude.com, elevated errors on Opus 4.6, 2 June 2026',
    title: 'Anthropic, Opus 4.6',
    on: '2026-06-02',
    lasted: lasted(5, 45),
  },
  {
    source: 'G1: status.cloud.google.com, Vertex AI, 27 February 2026',
    title: 'Vertex AI',
    on: '2026-02-27',
    lasted: lasted(1, 58),
  },
  {
    source: 'G2: status.cloud.google.com, 12 June 2025',
    title: 'Google Cloud, in the region that was last',
    on: '2025-06-12',
    lasted: lasted(2, 40),
  },
  {
    source: 'C1: blog.cloudflare.com, 12 June 2025',
    title: 'Cloudflare, Workers KV',
    on: '2025-06-12',
    lasted: lasted(2, 28),
  },
  {
    source: 'C2: blog.cloudflare.com, 18 November 2025',
    title: 'Cloudflare, without its tail',
    on: '2025-11-18',
    lasted: lasted(3, 10),
  },
  {
    source: 'W1: aws.amazon.com, message on us-east-1, 19 and 20 October 2025',
    title: 'AWS us-east-1, DynamoDB',
    on: '2025-10-19',
    lasted: lasted(2, 52),
  },
  {
    source: 'W2: aws.amazon.com/message/12721',
    title: 'AWS us-east-1, about',
    on: '2021-12-07',
    lasted: lasted(7, 0),
  },
  {
    source: 'Z1: azure.status.microsoft, post-incident review, 29 October 2025',
    title: 'Azure Front Door',
    on: '2025-10-29',
    lasted: lasted(8, 20),
  },
  {
    source: 'Z3: azure.status.microsoft, post-incident review, GPT-5.2, 9 March 2026',
    title: 'Azure OpenAI, GPT-5.2',
    on: '2026-03-09',
    lasted: lasted(20, 12),
  },
  {
    source: "S1: slack.engineering, Slack's incident on 2-22-22",
    title: 'Slack',
    on: '2022-02-22',
    lasted: lasted(3, 14),
  },
];

export function incidentsIn(sources: readonly string[]): readonly Incident[] {
  return INCIDENTS.filter(({ source }) => sources.includes(source));
}
