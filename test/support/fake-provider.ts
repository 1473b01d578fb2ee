/** A dialect of our own, small enough to read: what faults must do doesn't depend on a vendor. */
import { randomOf } from '../../src/kit/random.js';
import type { LlmAnswer, LlmCall } from '../../src/model/llm.js';
import type { WirePlan, WireStep } from '../../src/model/wire.js';
import type { HitBase } from '../../src/catalog/faults/compose.js';
import type { Provider, WriteContext } from '../../src/catalog/providers/provider.js';
import { saying } from './saying.js';

export const fakeProvider: Provider = {
  id: 'fake',
  title: 'Fake',
  env: (url) => ({ FAKE_BASE_URL: url }),
  read: () => ({ kind: 'side' }),
  whole: (_call, answer, { pacing }) => {
    const text = JSON.stringify({ text: answer.pieces.join('') });
    const took = pacing.firstToken + pacing.gap * Math.max(0, answer.pieces.length - 1);
    return bodyPlan(200, text, { after: took, tokens: answer.pieces.length });
  },
  stream: (_call, answer, { pacing }) => [
    { do: 'head', after: 0, status: 200, headers: { 'Content-Type': 'text/event-stream' } },
    write('preamble', frame({ starts: true })),
    ...answer.pieces.map((piece, index) => ({
      ...write('token', frame({ piece })),
      after: index === 0 ? pacing.firstToken : pacing.gap,
      tokens: 1,
    })),
    write('finish', frame({ reason: 'stop' })),
    write('terminator', 'data: [DONE]\n\n'),
    { do: 'end', after: 0 },
  ],
  refuse: (refusal, { canary, limits }) =>
    bodyPlan(refusal.status, JSON.stringify({ refusal, canary, limits })),
  overloadStatus: 503,
  errorEvent: (refusal) => frame({ error: refusal.reason, status: refusal.status, message: refusal.message }),
  ping: ': ping\n\n',
  speaks: 'everything',
  detours: [],
  side: () => bodyPlan(200, '[]'),
};

export const fakeCall: LlmCall = {
  model: 'fake-1-large',
  stream: false,
  newest: 'Why?',
  everything: 'Why?',
  tools: [],
  toolChoice: { kind: 'free' },
  hasToolResult: false,
  schema: null,
  maxTokens: null,
  tokensIn: 1,
  options: {},
};

export const fakeAnswer: LlmAnswer = saying([
  'one ',
  'two ',
  'três ',
  'four ',
  '𝄞five ',
  'six ',
  'seven ',
  'eight ',
  'nine ',
  'ten',
]);

export const fakeContext: WriteContext = {
  random: randomOf(1),
  model: 'fake-1-large',
  wallTime: 1_795_168_800_000,
  canary: 'CANARY',
  limits: null,
  pacing: { firstToken: 300, gap: 20 },
};

/** A healthy call with its healthy answer of ten tokens, for a fault to hurt. */
export function healthy(
  kind: 'whole' | 'streamed',
  { provider = fakeProvider, answer = fakeAnswer }: { provider?: Provider; answer?: LlmAnswer } = {},
): HitBase {
  const call = { ...fakeCall, stream: kind === 'streamed' };
  const plan =
    kind === 'streamed'
      ? provider.stream(call, answer, fakeContext)
      : provider.whole(call, answer, fakeContext);
  return { plan, call, provider, context: fakeContext, random: randomOf(7) };
}

export function textOf(plan: WirePlan): string {
  return plan.map((step) => (step.do === 'write' ? step.text : '')).join('');
}

export function headOf(plan: WirePlan): Extract<WireStep, { do: 'head' }> {
  const head = plan.find((step) => step.do === 'head');
  if (head === undefined) throw new Error('the plan has no head');
  return head;
}

function bodyPlan(status: number, text: string, { after = 0, tokens = 0 } = {}): WirePlan {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(text)) };
  return [
    { do: 'head', after, status, headers },
    { do: 'write', after: 0, text, part: 'body', tokens },
    { do: 'end', after: 0 },
  ];
}

function write(part: 'preamble' | 'token' | 'finish' | 'terminator', text: string) {
  return { do: 'write', after: 0, text, part, tokens: 0 } as const;
}

function frame(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
