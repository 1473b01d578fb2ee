// A plan with one upstream and no phases, as a scenario without load would give.
export const SEED = 20261120;

export function planOf(model, windows = []) {
  return {
    format: 1,
    scenario: { name: 'bench', title: '', story: '', sources: [], hash: '' },
    seed: SEED,
    inputs: { quick: false, capacity: null },
    upstreams: [
      {
        name: 'gpt',
        provider: 'openai',
        model: { tools: 'forced', ...model },
        capacity: { kind: 'unlimited' },
        quota: { requestsPerMinute: null, tokensPerMinute: null, countsFailures: true },
        port: 0,
        env: {},
      },
    ],
    journeys: [],
    prompts: { pool: 1, repeat: 0 },
    phases: [],
    windows,
    ...{ proxies: [], network: [], cohorts: [], delays: 'thrifty' },
    arrivals: { kind: 'closed' },
    expect: [],
    abort: [],
    limits: { drain: 0, bodyBytes: 1e6, inbounds: 1e6, attempts: 1e6, openSockets: 1e5 },
  };
}

export function windowOf(id, fault, params, share) {
  return {
    id,
    phase: 'outage',
    on: 'gpt',
    fault,
    params,
    share: { from: share, to: share, over: 0 },
    schedule: { kind: 'constant' },
    match: { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null },
    opens: 0,
    closes: 3_600_000,
    release: false,
    optional: false,
    together: null,
  };
}

export function constant(value) {
  return { low: value, high: value };
}

/** A request of about 950 bytes. */
export function bodyOf(token, stream = false) {
  const filler = 'Please answer briefly and in plain words. '.repeat(16);
  const messages = [
    { role: 'system', content: filler },
    { role: 'user', content: `What does ${token} mean?` },
  ];
  return JSON.stringify({ model: 'gpt-5.2', messages, temperature: 0.2, stream });
}
