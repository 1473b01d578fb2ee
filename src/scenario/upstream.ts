/** An upstream as an author writes it, in the scenario or, for all scenarios, in the config. */
import { z } from 'zod';
import {
  count,
  countRange,
  durationRange,
  parsePerSecond,
  perSecondRange,
  positiveCount,
  quantity,
} from '../catalog/quantities.js';
import type { Capacity, Pacing, Quota, Upstream } from '../model/scenario.js';
import { text, variables } from './shape.js';

const PACING: Pacing = {
  firstToken: { low: 240, high: 360 },
  tokens: { low: 60, high: 60 },
  speed: { low: 80, high: 80 },
  tools: 'forced',
};

const perMinute = quantity((written) => {
  const perSecond = parsePerSecond(written);
  return perSecond === null || perSecond === 0 ? null : Number((perSecond * 60).toPrecision(12));
}, 'a rate above zero, such as 50/min');

const pacing = z
  .strictObject({
    firstToken: durationRange
      .optional()
      .describe('Wait for the first token: 300ms, 300ms ± 20% or 200ms..400ms. By default 300ms ± 20%.'),
    tokens: countRange.optional().describe('Tokens of an answer: 120, 120 ± 20% or 60..180. By default 60.'),
    speed: perSecondRange.optional().describe('Tokens a second once it talks, such as 80/s (the default).'),
    tools: z
      .enum(['forced', 'first'])
      .optional()
      .describe('forced: calls a tool when the request demands one. first: also whenever tools are offered.'),
  })
  .meta({ title: 'a model' });

const capacity = z
  .union([
    z.literal('unlimited'),
    z
      .strictObject({
        concurrent: positiveCount.describe('Calls that are worked on at the same time.'),
        queue: count
          .optional()
          .describe('Calls that wait for their turn; beyond them it refuses. By default 0.'),
        waste: z
          .boolean()
          .optional()
          .describe('true: work for callers that gave up is finished all the same. By default true.'),
        declared: z
          .boolean()
          .optional()
          .describe('false: an assumption, not the limit that you know of your provider. By default true.'),
      })
      .meta({ title: 'a capacity' }),
  ])
  .describe('What the provider can bear. By default unlimited.');

const quota = z
  .strictObject({
    requests: perMinute.optional().describe('Requests a minute, such as 50/min.'),
    tokens: perMinute.optional().describe('Tokens a minute, such as 40000/min.'),
    countsFailures: z
      .boolean()
      .optional()
      .describe('Whether refused requests count too, as OpenAI says of itself. By default true.'),
  })
  .meta({ title: 'a quota' })
  .describe('Limits a minute; beyond them the vendor answers 429.');

export const upstreamShape = z
  .strictObject({
    provider: text.optional().describe('Whose dialect it speaks: an id of brownout list providers.'),
    model: pacing.optional().describe('How the healthy model talks.'),
    capacity: capacity.optional(),
    quota: quota.optional(),
    port: z
      .int('expected a port from 0 to 65535')
      .min(0, 'expected a port from 0 to 65535')
      .max(65_535, 'expected a port from 0 to 65535')
      .optional()
      .describe('A fixed port of the mock, for apps that read it from a file. By default a free one.'),
    env: variables
      .optional()
      .describe(
        'Further variables for the app, with {{url}}, {{host}}, {{port}} and a harmless {{key}} filled in.',
      ),
  })
  .meta({ title: 'an upstream' });

export type WrittenUpstream = z.output<typeof upstreamShape>;

/** The config knows the team's app, so what it says of an upstream wins over the scenario. */
export function mergedUpstream(
  scenario: WrittenUpstream | undefined,
  config: WrittenUpstream | undefined,
): WrittenUpstream {
  return { ...scenario, ...config, model: { ...scenario?.model, ...config?.model } };
}

export function upstreamOf(name: string, provider: string, written: WrittenUpstream): Upstream {
  return {
    name,
    provider,
    model: pacingOf(written.model),
    capacity: capacityOf(written.capacity),
    quota: quotaOf(written.quota),
    port: written.port ?? 0,
    env: written.env ?? {},
  };
}

function pacingOf(written: WrittenUpstream['model']): Pacing {
  return {
    firstToken: written?.firstToken ?? PACING.firstToken,
    tokens: written?.tokens ?? PACING.tokens,
    speed: written?.speed ?? PACING.speed,
    tools: written?.tools ?? PACING.tools,
  };
}

function capacityOf(written: WrittenUpstream['capacity']): Capacity {
  if (written === undefined || written === 'unlimited') return { kind: 'unlimited' };
  return {
    kind: 'limited',
    concurrent: written.concurrent,
    queue: written.queue ?? 0,
    waste: written.waste ?? true,
    declared: written.declared ?? true,
  };
}

function quotaOf(written: WrittenUpstream['quota']): Quota {
  return {
    requestsPerMinute: written?.requests ?? null,
    tokensPerMinute: written?.tokens ?? null,
    countsFailures: written?.countsFailures ?? true,
  };
}
