import { fileURLToPath } from 'node:url';
import type { SubjectSpec } from '../model/scenario.js';
import type { Policy } from '../simulate/policy.js';
import { demoSubjects } from './shelf.js';

/** What the demo apps offer, as a `brownout.config.yaml` says it; all four speak alike. */
export const demoJourneys = `journeys:
  ask:
    request: { method: POST, path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    error: { at: /error/code }
    degraded: { header: x-degraded }
    deadline: 3s
    traffic: 3
  stream:
    request: { method: POST, path: /stream, json: { question: '{{prompt}}' } }
    stream: { format: sse, text: /token, done: '[DONE]', error: { event: error } }
    error: { at: /error/code }
    degraded: { header: x-degraded }
    deadline: 3s
    traffic: 1
  save-note:
    request: { method: POST, path: /notes, json: { text: 'Remember {{id}}' } }
    needsModel: false
    effects: { readBack: '/notes?text={{id}}', count: /notes }
    deadline: 3s
    traffic: 1
`;

/** The config of one of them, started by the Node that runs us. */
export function demoConfig(id: string): string {
  const file = demoSubjects.find((subject) => subject.id === id)?.file ?? '';
  return `subject:
  name: ${id}
  start: ${JSON.stringify(startOf(file))}
  ready: /health
${demoJourneys}`;
}

/** The app that does what a policy says, and draws its waits and its luck from a seed. */
export function policySubject(policy: Policy, seed: number): SubjectSpec {
  return {
    start: startOf(fileURLToPath(new URL('./by-policy.js', import.meta.url))),
    env: { POLICY: JSON.stringify(policy), SEED: String(seed) },
    url: null,
    ready: '/health',
    readyWithin: 20_000,
    cwd: '.',
  };
}

function startOf(file: string): string {
  return [process.execPath, file].map((part) => JSON.stringify(part)).join(' ');
}
