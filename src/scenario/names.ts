/** Whatever one part of a file calls by name must stand somewhere else. */
import { recordIn, type AppDraft, type PlacedRule, type TimelineDraft } from './draft.js';
import type { Catalog } from './catalog.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import type { Target } from './phase.js';
import { listed } from './shape.js';
import type { WrittenLoad } from './traffic.js';
import { didYouMean } from './message-words.js';

const ROLES = ['baseline', 'outage', 'recovery'];

export interface Names {
  readonly upstreams: readonly string[];
  readonly proxies: readonly string[];
  readonly journeys: readonly string[];
  readonly phases: readonly string[];
}

export function namesIn(apps: readonly AppDraft[], timeline: TimelineDraft): Names {
  const all = (pick: (app: AppDraft) => Iterable<string>): string[] => [
    ...new Set(apps.flatMap((app) => [...pick(app)])),
  ];
  return {
    upstreams: all((app) => app.upstreams.keys()),
    proxies: all((app) => app.proxies.keys()),
    journeys: all((app) => app.journeys.keys()),
    phases: timeline.phases.map((phase) => phase.name),
  };
}

export function unknownNames(timeline: TimelineDraft, load: WrittenLoad | null, names: Names): Mistake[] {
  return [
    ...timeline.phases.flatMap((phase) =>
      phase.targets.flatMap((target) => [...unknownTarget(target, names), ...unknownJourney(target, names)]),
    ),
    ...Object.keys(load?.mix ?? {}).flatMap((journey) =>
      unknown('journey', journey, names.journeys, { path: ['load', 'mix', journey], points: 'key' }),
    ),
    ...[...timeline.expect, ...timeline.abort].flatMap((rule) => unknownInRule(rule, names)),
  ];
}

/** Of the file as it was read: what else is wrong in an upstream doesn't hide its provider. */
export function unknownProviders(raw: unknown, catalog: Catalog): Mistake[] {
  const ids = catalog.providers.map((provider) => provider.id);
  return Object.keys(recordIn(raw, 'upstreams')).flatMap((name) => {
    const { provider } = recordIn(recordIn(raw, 'upstreams'), name);
    if (typeof provider !== 'string' || ids.includes(provider)) return [];
    const path = ['upstreams', name, 'provider'];
    return [
      wrong('unknown-provider', path, `there is no provider "${provider}"`, {
        hints: [...didYouMean(provider, ids), `There are: ${listed(ids)}.   brownout list providers`],
      }),
    ];
  });
}

export function unknownArrivals(load: WrittenLoad | null, catalog: Catalog): Mistake[] {
  const ids = catalog.arrivals.map((arrival) => arrival.id);
  const named = load?.arrivals;
  if (named === undefined || ids.includes(named)) return [];
  return [
    wrong('unknown-arrivals', ['load', 'arrivals'], `there are no arrivals "${named}"`, {
      hints: [...didYouMean(named, ids), `There are: ${listed(ids)}.`],
    }),
  ];
}

function unknownTarget({ on, mayBeProxy }: Target, { upstreams, proxies }: Names): Mistake[] {
  if (on === null || upstreams.includes(on.name)) return [];
  const place = { path: on.path };
  if (mayBeProxy) return unknown('upstream or proxy', on.name, [...upstreams, ...proxies], place);
  if (!proxies.includes(on.name)) return unknown('upstream', on.name, upstreams, place);
  return [
    wrong('fault-on-proxy', on.path, `"${on.name}" is a proxy: it hands bytes on and knows no answers`, {
      hints: [`Hurt its connections, under "network":  { on: ${on.name}, toxic: latency, latency: 200ms }`],
    }),
  ];
}

function unknownJourney({ journey }: Target, names: Names): Mistake[] {
  return journey === null ? [] : unknown('journey', journey.name, names.journeys, { path: journey.path });
}

function unknownInRule(rule: PlacedRule, names: Names): Mistake[] {
  const { during, journey, upstream, measure } = rule.gate;
  const place = (key: string, value: string | null): Place =>
    rule.isText ? { path: rule.path, piece: `${key} ${value ?? ''}` } : { path: [...rule.path, key] };
  const scoped = ([key, value]: [string, string | null]): Mistake[] =>
    measure !== 'score' || value === null
      ? []
      : [
          wrong(
            'bad-gate',
            place(key, value).path,
            `the score is one for the whole run, so it has no "${key}"`,
            {
              piece: place(key, value).piece ?? null,
              hints: ['Gate a measure instead.   brownout list measures'],
            },
          ),
        ];
  return [
    ...unknown('phase', during, [...ROLES, ...names.phases], place('during', during)),
    ...unknown('journey', journey, names.journeys, place('journey', journey)),
    ...unknown('upstream', upstream, names.upstreams, place('upstream', upstream)),
    ...Object.entries({ during, journey, upstream }).flatMap(scoped),
  ];
}

interface Place {
  readonly path: Path;
  readonly piece?: string;
  readonly points?: 'key' | 'value';
}

function unknown(kind: string, name: string | null, names: readonly string[], place: Place): Mistake[] {
  if (name === null || names.includes(name)) return [];
  const known = names.length === 0 ? 'There are none yet.' : `There are: ${listed([...new Set(names)])}.`;
  return [
    wrong(`unknown-${kind.replaceAll(' ', '-')}`, place.path, `there is no ${kind} "${name}"`, {
      points: place.points ?? 'value',
      piece: place.piece ?? null,
      hints: [...didYouMean(name, names), known],
    }),
  ];
}
