import { describe, expect, it } from 'vitest';
import { addToConfig, type ConfigAdditions, type LearnedJourney } from '../../src/scenario/edit-config.js';
import { loadConfig } from '../../src/scenario/config.js';

const ask: LearnedJourney = {
  name: 'ask',
  request: {
    method: 'POST',
    path: '/ask',
    headers: {},
    body: { kind: 'json', value: { question: '{{prompt}}', options: { deep: [1, true] } } },
  },
  needsModel: true,
  answer: { at: '/answer', survives: 'words', part: false, schema: null },
  stream: { format: 'none' },
  queued: null,
};

const additions: ConfigAdditions = {
  subject: { start: 'node "my server.js"', ready: '/health', url: null },
  upstreams: [{ name: 'primary', provider: 'anthropic' }],
  journey: ask,
};

function read(text: string | null) {
  const loaded = loadConfig(text ?? '', 'brownout.config.yaml');
  if (!loaded.ok) throw new Error(`${text}\n${loaded.problems.map(({ message }) => message).join('\n')}`);
  return loaded.value;
}

describe('adding to a config', () => {
  it('writes a new one that reads as what was learnt', () => {
    const config = read(addToConfig(null, additions));
    expect(config.subject).toMatchObject({ start: 'node "my server.js"', ready: '/health', url: null });
    expect(config.upstreams).toMatchObject([{ name: 'primary', provider: 'anthropic' }]);
    expect(config.journeys).toMatchObject([ask]);
  });

  it.each([
    { header: 'location' },
    { header: 'operation-location' },
    { path: '/jobs/{{job}}', job: '/id' },
    '/status_url',
  ])('writes of put-off work that it is asked for at %j', (poll) => {
    const queued = { status: 201, poll, done: '/result/text', failed: '/error' };
    const answer = { at: '', survives: 'nonce', part: false, schema: null } as const;
    const config = read(addToConfig(null, { ...additions, journey: { ...ask, answer, queued } }));
    expect(config.journeys).toMatchObject([{ answer, queued }]);
  });

  it('keeps comments, order and keys that it knows nothing of', () => {
    const text = `# ours
subject:
  start: npm start # with care
  env: { DB: 'x' }
journeys:
  # the old one
  chat: { request: { path: /chat, text: '{{prompt}}' } }
`;
    const added = addToConfig(text, { ...additions, subject: { start: null, ready: null, url: null } });
    for (const line of ['# ours', 'start: npm start # with care', "env: { DB: 'x' }", '# the old one'])
      expect(added).toContain(line);
    expect(read(added).journeys.map(({ name }) => name)).toEqual(['chat', 'ask']);
    expect(read(added).subject.start).toBe('npm start');
  });

  it('keeps proxies, and what upstreams and the subject say beside what was learnt', () => {
    const text = `proxies:
  db: { upstream: '127.0.0.1:5432', env: { DB_URL: '{{url}}' } } # ours
upstreams:
  other: { provider: openai, port: 4010 }
subject: { start: old, cwd: app }
journeys: {}
`;
    const added = addToConfig(text, additions);
    for (const line of text.split('\n').slice(0, 4)) expect(added).toContain(line);
    expect(added).toContain('cwd: app');
    expect(read(added).proxies).toEqual(read(text).proxies);
    expect(read(added).proxies).toHaveLength(1);
  });

  it('fills a key that stands there empty', () => {
    const added = addToConfig('subject: { start: npm start }\njourneys:\n', additions);
    expect(read(added).journeys).toHaveLength(1);
  });

  it('replaces a journey of the same name as a whole', () => {
    const first = addToConfig(null, { ...additions, journey: { ...ask, needsModel: false } });
    const second = addToConfig(first, additions);
    expect(read(second).journeys).toMatchObject([ask]);
  });

  it('writes a stream so that it reads the same again', () => {
    const stream: LearnedJourney = {
      ...ask,
      name: 'stream',
      answer: { at: '', survives: 'words', part: true, schema: null },
      stream: {
        ...{ format: 'sse', text: '/token', grows: true, done: '[DONE]' },
        error: { event: 'error', at: '/error' },
      },
    };
    const text = addToConfig(null, { ...additions, journey: stream });
    expect(text).toContain('text: /token');
    expect(read(text).journeys).toMatchObject([stream]);
  });

  it('says nothing of what is no config', () => {
    expect(addToConfig('a: [', additions)).toBeNull();
  });
});
