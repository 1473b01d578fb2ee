import { describe, expect, it } from 'vitest';
import { additionsOf, journeyName, learntLines } from '../../../src/entry/cli/learnt.js';
import type { Learned } from '../../../src/run/conductor/learn/learn.js';
import type { LoadedConfig } from '../../../src/scenario/config.js';
import { subjectOf } from '../../../src/scenario/assemble.js';
import { journeyOf, upstreamOf } from '../../support/record.js';

const request = {
  method: 'POST',
  path: '/v1/ask?lang=en',
  headers: { 'content-type': 'application/json', authorization: 'Bearer secret' },
  body: { kind: 'json', value: { question: '{{prompt}}' } },
} as const;

const learned: Learned = {
  journey: {
    request,
    needsModel: true,
    answer: { at: '/answer', survives: 'words', part: false, schema: null },
    stream: { format: 'none' },
    queued: null,
  },
  question: 'json /question',
  isJoined: true,
  called: [
    { provider: 'openai', calls: 2, callers: ['OpenAI SDK for Python 2.1.0', 'curl 8.5.0'], tools: [] },
    { provider: 'anthropic', calls: 1, callers: [], tools: [] },
  ],
  url: null,
  readyIn: 400,
};

const asked = { start: 'npm start', ready: null, name: null };

function config(changes: Partial<LoadedConfig>): LoadedConfig {
  const nothing = { upstreams: [], journeys: [], proxies: [], proxyProblems: [] };
  return { subject: subjectOf(null), subjectName: null, ...nothing, ...changes };
}

describe('what was learnt', () => {
  it('names a journey after the last word of its path', () => {
    expect(journeyName(request, [])).toBe('ask');
    expect(journeyName({ ...request, path: '/' }, [])).toBe('home');
    expect(journeyName({ ...request, path: '/chat/2' }, [])).toBe('chat');
  });

  it('keeps the name of a journey that is learnt anew, and takes no name that another has', () => {
    const same = journeyOf({ name: 'mine', request: { ...request, path: '/v1/ask' } });
    expect(journeyName(request, [same])).toBe('mine');
    const other = journeyOf({ name: 'ask', request: { ...request, path: '/other/ask' } });
    expect(journeyName(request, [other])).toBe('ask-2');
  });

  it('names the provider that was called first the primary, and the next the secondary', () => {
    expect(additionsOf(learned, null, asked).upstreams).toEqual([
      { name: 'primary', provider: 'openai' },
      { name: 'secondary', provider: 'anthropic' },
    ]);
  });

  it('leaves upstreams that are there as they are', () => {
    const there = config({ upstreams: [upstreamOf('primary', { provider: 'anthropic' })] });
    expect(additionsOf(learned, there, asked).upstreams).toEqual([{ name: 'secondary', provider: 'openai' }]);
  });

  it('leaves out a content type that the body says by itself', () => {
    expect(additionsOf(learned, null, asked).journey.request.headers).toEqual({
      authorization: 'Bearer secret',
    });
  });

  it('says which libraries called each provider, where they told', () => {
    const lines = learntLines(learned, additionsOf(learned, null, asked)).join('\n');
    expect(lines).toContain(
      'openai, 2 calls by OpenAI SDK for Python 2.1.0 and curl 8.5.0; anthropic, 1 call\n',
    );
  });

  it('says which tools the model was offered, and how they get called', () => {
    const tools = ['search', 'weather', 'c', 'd', 'e', 'f', 'g'];
    const agent = { ...learned, called: [{ provider: 'openai', calls: 2, callers: [], tools }] };
    const lines = learntLines(agent, additionsOf(agent, null, asked)).join('\n');
    expect(lines).toContain('tools      search, weather, c, d, e and 2 more offered to openai');
    expect(lines).toContain('model: { tools: first }');
    expect(learntLines(learned, additionsOf(learned, null, asked)).join('\n')).not.toContain('tools');
  });

  it('says where put-off work is asked for, and that nobody knows yet where its error lies', () => {
    const queued = { status: 202, poll: { path: '/jobs/{{job}}', job: '/id' }, done: '/text', failed: null };
    const late = { ...learned, journey: { ...learned.journey, queued } };
    const lines = learntLines(late, additionsOf(late, null, asked)).join('\n');
    expect(lines).toContain('later, put off with 202: asked for at /jobs/{{job}}, then json /text');
    expect(lines).toContain('as failed:');
  });

  it('never shows a secret header, but says that one is in the config', () => {
    const lines = learntLines(learned, additionsOf(learned, null, asked)).join('\n');
    expect(lines).toContain('authorization stands in the config');
    expect(lines).not.toContain('secret');
  });
});
