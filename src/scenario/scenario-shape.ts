/** The two files as authors write them. */
import { z } from 'zod';
import { textual } from '../catalog/header-shape.js';
import { positiveDuration } from '../catalog/quantities.js';
import { abortShape, gateShape } from './gate.js';
import { journeyShape } from './journey.js';
import { phaseShape } from './phase.js';
import { proxyShape } from './proxy.js';
import { name, pathSuchAs, text, variables } from './shape.js';
import { isTarget, TARGET } from './target.js';
import { loadShape, promptsShape } from './traffic.js';
import { upstreamShape } from './upstream.js';

const journeys = z
  .record(name, journeyShape)
  .describe('What users do with the app. They may also live in brownout.config.yaml; here they win.');

const proxies = z
  .record(name, proxyShape)
  .describe('Dependencies of your own that get a proxy in front, such as a database, by names of your own.');

export const scenarioShape = z
  .strictObject({
    name: name.optional().describe('Short name, for folders and lists. By default the name of the file.'),
    title: text.optional().describe('One line that a manager understands.'),
    story: text.optional().describe('Which real outage this imitates, and what it tells apart.'),
    sources: z.array(textual).optional().describe('Where the outage was described.'),
    upstreams: z
      .record(name, upstreamShape)
      .describe('The providers that the app calls, by names of your own.'),
    journeys: journeys.optional(),
    prompts: promptsShape.optional().describe('What the users ask.'),
    load: loadShape.optional().describe('Who comes, and how many.'),
    proxies: proxies.optional(),
    delays: z
      .enum(['thrifty', 'precise'])
      .optional()
      .describe(
        'precise: delays of the network are at most 0.3 ms late, at the price of CPU. By default thrifty.',
      ),
    phases: z.record(name, phaseShape).describe('The timeline, in the order of the file.'),
    expect: z
      .union([gateShape, z.array(gateShape)])
      .optional()
      .describe('Gates that the run must pass. By default score >= 60.'),
    abort: z
      .union([abortShape, z.array(abortShape)])
      .optional()
      .describe('Rules that stop the run early.'),
  })
  .meta({ title: 'a scenario' });

export type WrittenScenario = z.output<typeof scenarioShape>;

const subject = z
  .strictObject({
    name: text.optional().describe('How reports call the app. By default its folder.'),
    start: z
      .string()
      .regex(/\S/, 'expected a command, such as npm start')
      .optional()
      .describe('Command that starts the app, such as npm start.'),
    url: z
      .string()
      // One with references is looked at once they are resolved.
      .refine((url) => url.includes('${') || isTarget(url), `expected ${TARGET}`)
      .optional()
      .describe('Where the app is. By default a free port of ours, handed over as PORT.'),
    ready: pathSuchAs('/health')
      .optional()
      .describe('Path that answers once the app is ready. By default /, where a 404 will do, too.'),
    readyWithin: positiveDuration.optional().describe('How long it may take to get ready. By default 60s.'),
    env: variables.optional().describe('Further variables for the app.'),
    cwd: text.optional().describe('Folder to start it in, relative to this file.'),
  })
  .meta({ title: 'the subject' });

export const configShape = z
  .strictObject({
    subject: subject.optional().describe('The app under test.'),
    journeys: journeys
      .optional()
      .describe('What users do with the app; scenarios may replace one by its name.'),
    upstreams: z
      .record(name, upstreamShape)
      .optional()
      .describe('What the app calls; wins over what a scenario says of the same upstream.'),
    proxies: proxies.optional(),
  })
  .meta({ title: 'the config' });

export type WrittenConfig = z.output<typeof configShape>;
