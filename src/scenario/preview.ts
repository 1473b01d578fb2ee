/** A plan for human eyes, 80 columns wide and without colours: the door adds those. */
import { gateWords } from '../catalog/gate-words.js';
import { formatDuration } from '../catalog/quantities.js';
import type { FaultWindow, Plan } from '../model/plan.js';
import type { Capacity, Quota, Schedule, Share, Upstream } from '../model/scenario.js';
import { countTable } from './preview-counts.js';
import { faultWords, rangeWords, shareWords } from './preview-words.js';
import { cohortLines, entryLine, networkLines, proxyLine } from './preview-network.js';
import { ordinary, timelineLines } from './preview-timeline.js';
import { planHash } from './plan-hash.js';

export function previewPlan(plan: Plan, columns = 80): string {
  const sections = [
    headLines(plan),
    timelineLines(plan, columns),
    [
      'what goes wrong',
      ...ordinary(plan.windows).map(windowLine),
      ...networkLines(plan),
      ...cohortLines(plan),
    ],
    ['providers on a healthy day', ...plan.upstreams.map(upstreamLine)],
    ...(plan.proxies.length === 0 ? [] : [['behind a proxy', ...plan.proxies.map(proxyLine)]]),
    countTable(plan, columns),
    gateLines(plan),
  ];
  return sections.map((lines) => lines.flatMap((line) => folded(line, columns)).join('\n')).join('\n\n');
}

function headLines(plan: Plan): string[] {
  const { name, title } = plan.scenario;
  const quick = plan.inputs.quick ? ', quick' : '';
  const hash = planHash(plan);
  return [
    ...(title === name ? [name] : [`${name}  ${title}`]),
    `seed ${plan.seed}${quick}, plan ${hash.slice(0, 4)}…${hash.slice(-4)}, ${formatDuration(plan.phases.at(-1)?.closes ?? 0)}`,
  ];
}

function windowLine(window: FaultWindow): string {
  const details = [
    faultWords(window.fault, window.params),
    shareOf(window.share),
    scheduleOf(window.schedule),
    matchOf(window),
    window.release ? 'released at its end' : '',
    window.optional ? 'optional' : '',
  ].filter((part) => part !== '');
  return entryLine(window, details);
}

function shareOf({ from, to, over }: Share): string {
  if (from === to) return to === 1 ? 'every call' : `${shareWords(to)} of the calls`;
  return `${shareWords(from)} to ${shareWords(to)} of the calls over ${formatDuration(over)}`;
}

function scheduleOf(schedule: Schedule): string {
  switch (schedule.kind) {
    case 'constant':
      return '';
    case 'flapping':
      return `${formatDuration(schedule.on)} bad, ${formatDuration(schedule.off)} good`;
    case 'burst':
      return `${formatDuration(schedule.for)} in every ${formatDuration(schedule.every)}`;
    case 'first':
      return `the first ${schedule.calls} only`;
  }
}

function matchOf({ match }: FaultWindow): string {
  const { model, stream, journey, header, attempt } = match;
  const parts = [
    model === null ? '' : `model ${model}`,
    stream === null ? '' : stream ? 'streamed' : 'not streamed',
    journey === null ? '' : `for ${journey}`,
    ...Object.entries(header).map(([name, value]) => `${name}: ${value}`),
    attempt === null
      ? ''
      : `attempt ${attempt.from === attempt.to ? attempt.from : `${attempt.from}..${attempt.to}`}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function upstreamLine(upstream: Upstream): string {
  const { firstToken, tokens, speed } = upstream.model;
  const pace = [
    `first token ${rangeWords(firstToken, formatDuration)}`,
    `${rangeWords(tokens, String)} tokens`,
    `${rangeWords(speed, String)}/s`,
  ];
  const limits = [capacityOf(upstream.capacity), quotaOf(upstream.quota)].filter((part) => part !== '');
  return `  ${upstream.name} (${upstream.provider}): ${[...pace, ...limits].join(', ')}`;
}

function capacityOf(capacity: Capacity): string {
  if (capacity.kind === 'unlimited') return '';
  const waste = capacity.waste ? ', finishes work that nobody waits for' : '';
  return `${capacity.concurrent} at a time, ${capacity.queue} in the queue${waste}`;
}

function quotaOf({ requestsPerMinute, tokensPerMinute }: Quota): string {
  const parts = [
    requestsPerMinute === null ? '' : `${requestsPerMinute} requests a minute`,
    tokensPerMinute === null ? '' : `${tokensPerMinute} tokens a minute`,
  ];
  return parts.filter((part) => part !== '').join(' and ');
}

function gateLines(plan: Plan): string[] {
  return [
    'must hold',
    ...plan.expect.map((gate) => `  ${gateWords(gate)}`),
    ...plan.abort.map((rule) => `  stops early: ${gateWords(rule)}`),
  ];
}

/** Long lines go on below, indented further than they began. */
function folded(line: string, columns: number): string[] {
  const indent = ' '.repeat(line.length - line.trimStart().length + 4);
  const lines: string[] = [];
  let rest = line;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const cut = space > indent.length ? space : columns;
    lines.push(rest.slice(0, cut).trimEnd());
    rest = indent + rest.slice(cut).trimStart();
  }
  return [...lines, rest];
}
