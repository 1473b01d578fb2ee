import type { Load, Scenario, Upstream } from '../../model/scenario.js';
import type { Range } from '../../model/units.js';
import { sharesVariable } from '../assemble.js';
import type { Catalog } from '../catalog.js';
import type { Mistake, Path } from '../mistake.js';
import { doubtful, wrong } from '../mistake.js';
import { unknownPlaceholders } from '../placeholders.js';

/** Above this, queues of a healthy system already grow long (M/M/c), and a baseline may fail by chance. */
const BUSY = 0.8;

export function upstreamMistakes(scenario: Scenario, catalog: Catalog): Mistake[] {
  if (scenario.upstreams.length === 0) {
    return [
      wrong('no-upstreams', ['upstreams'], 'there are no upstreams: nothing can go dark', {
        points: 'key',
        hints: ['For example:  claude: { provider: anthropic }'],
      }),
    ];
  }
  return [...clashes(scenario, catalog), ...namedTwice(scenario), ...limitMistakes(scenario)];
}

const PLACEHOLDERS = ['url', 'host', 'port', 'key'];

/** The app would find the last one's address there, and the others never. */
function namedTwice({ upstreams, proxies }: Scenario): Mistake[] {
  const all = [
    ...upstreams.map(({ name, env }) => ({ name, env, path: ['upstreams', name, 'env'] })),
    ...proxies.map(({ name, env }) => ({ name, env, path: ['proxies', name, 'env'] })),
  ];
  return all.flatMap(({ name, env, path }, index) =>
    Object.keys(env).flatMap((variable) => {
      const other = all.slice(0, index).find((before) => Object.hasOwn(before.env, variable));
      if (other === undefined) return [];
      const message = `the variable ${variable} leads to "${other.name}" already, so "${name}" has no way`;
      const hints = ['Name the variable that your app reads for each.'];
      return [wrong('same-variable', [...path, variable], message, { points: 'key', hints })];
    }),
  );
}

function clashes({ upstreams }: Scenario, catalog: Catalog): Mistake[] {
  return upstreams.flatMap((upstream, index) => {
    const before = upstreams.slice(0, index);
    const path: Path = ['upstreams', upstream.name];
    const port = before.find((other) => other.port !== 0 && other.port === upstream.port);
    const variable = before.find((other) => sharesVariable(other, upstream, catalog));
    return [
      ...(port === undefined ? [] : [samePort(port, upstream, path)]),
      ...(variable === undefined ? [] : [sameVariable(variable, upstream, path)]),
      ...unknownPlaceholders(upstream.env, PLACEHOLDERS, path),
    ];
  });
}

function samePort(other: Upstream, upstream: Upstream, path: Path): Mistake {
  return wrong('same-port', [...path, 'port'], `"${other.name}" has the port ${upstream.port} already`, {
    hints: ['Leave "port" out to take a free one.'],
  });
}

function sameVariable(other: Upstream, upstream: Upstream, path: Path): Mistake {
  const message = `"${other.name}" and "${upstream.name}" are both ${upstream.provider}, whose SDK reads one address`;
  return doubtful('same-variable', path, message, {
    points: 'key',
    hints: ['Name the variables that your app reads for each:  env: { MY_OTHER_URL: "{{url}}" }'],
  });
}

/** What a healthy day asks of the providers, against what they can bear. */
export function limitMistakes(scenario: Scenario): Mistake[] {
  const share = modelShare(scenario);
  const loads = scenario.phases
    .filter((phase) => phase.role === 'baseline')
    .map((phase) => phase.load ?? scenario.load);
  return scenario.upstreams.flatMap((upstream, index) => {
    const demands = loads.map((load) => demandOf(load, share, upstream));
    const demand = demands.reduce<Demand | null>(greater, null);
    if (demand === null) return [];
    // Which upstream the app calls first is not known: the first of the file is taken for it.
    const isFirst = index === 0;
    return [...capacityMistakes(upstream, demand, isFirst), ...quotaMistakes(upstream, demand, isFirst)];
  });
}

interface Demand {
  readonly perSecond: number;
  /** Calls that are in work at the same time: arrivals times service time. */
  readonly inWork: number;
}

function greater(one: Demand | null, other: Demand | null): Demand | null {
  if (one === null || other === null) return one ?? other;
  return one.perSecond >= other.perSecond ? one : other;
}

/** Null where a share of a capacity is asked for that has not been measured yet. */
function demandOf(load: Load, share: number, upstream: Upstream): Demand | null {
  const seconds = serviceSeconds(upstream);
  if (load.kind === 'closed') {
    const perSecond = (load.users * share) / (seconds + middle(load.think) / 1000);
    return { perSecond, inWork: perSecond * seconds };
  }
  if (load.rate.kind === 'of-capacity') return null;
  const perSecond = load.rate.value * share;
  return { perSecond, inWork: perSecond * seconds };
}

function capacityMistakes(upstream: Upstream, demand: Demand, isFirst: boolean): Mistake[] {
  const { capacity } = upstream;
  if (capacity.kind === 'unlimited') return [];
  const use = demand.inWork / capacity.concurrent;
  if (use <= BUSY) return [];
  const path: Path = ['upstreams', upstream.name, 'capacity'];
  const need = Math.ceil(demand.inWork / BUSY);
  const message = `the healthy load alone uses ${Math.round(use * 100)}% of the capacity of "${upstream.name}"`;
  const hints = [
    `${demand.perSecond.toFixed(1)} calls a second of ${serviceSeconds(upstream).toFixed(2)} s each keep ${demand.inWork.toFixed(1)} busy: give it at least  concurrent: ${need}.`,
  ];
  if (use >= 1 && isFirst) return [wrong('capacity-exceeded', path, message, { points: 'key', hints })];
  return [doubtful('capacity-tight', path, message, { points: 'key', hints })];
}

function quotaMistakes(upstream: Upstream, demand: Demand, isFirst: boolean): Mistake[] {
  const asked = {
    requests: demand.perSecond * 60,
    tokens: demand.perSecond * 60 * middle(upstream.model.tokens),
  };
  const allowed = { requests: upstream.quota.requestsPerMinute, tokens: upstream.quota.tokensPerMinute };
  return (['requests', 'tokens'] as const).flatMap((key) => {
    const limit = allowed[key];
    if (limit === null || asked[key] <= limit) return [];
    const path: Path = ['upstreams', upstream.name, 'quota', key];
    const message = `the healthy load alone asks for ${Math.round(asked[key])} ${key} a minute`;
    const hints = ['Raise the quota, or limit the calls in the outage only:  fault: rate-limit'];
    return [(isFirst ? wrong : doubtful)('quota-exceeded', path, message, { hints })];
  });
}

function serviceSeconds({ model }: Upstream): number {
  return middle(model.firstToken) / 1000 + middle(model.tokens) / middle(model.speed);
}

function modelShare({ journeys }: Scenario): number {
  const total = journeys.reduce((sum, journey) => sum + journey.traffic, 0);
  const ofModel = journeys.reduce((sum, journey) => sum + (journey.needsModel ? journey.traffic : 0), 0);
  return total === 0 ? 0 : ofModel / total;
}

function middle({ low, high }: Range): number {
  return (low + high) / 2;
}
