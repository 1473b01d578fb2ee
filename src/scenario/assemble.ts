/** Parts of both files → the scenario, every default filled in. */
import { DEFAULT_GATE } from '../catalog/default-gate.js';
import type { Journey, ProxySpec, Scenario, SubjectSpec, Upstream } from '../model/scenario.js';
import type { Catalog } from './catalog.js';
import type { AppDraft, TimelineDraft } from './draft.js';
import { journeyOf } from './journey.js';
import type { Mistake } from './mistake.js';
import { doubtful, wrong } from './mistake.js';
import { phasesOf } from './phase.js';
import { mergedProxy, proxyOf } from './proxy.js';
import type { WrittenConfig, WrittenScenario } from './scenario-shape.js';
import { isName, listed } from './shape.js';
import { loadOf, promptsOf } from './traffic.js';
import { mergedUpstream, upstreamOf } from './upstream.js';

const READY_WITHIN = 60_000;

export interface Parts {
  readonly file: string;
  readonly written: WrittenScenario;
  readonly scenario: AppDraft;
  readonly config: AppDraft;
  readonly timeline: TimelineDraft;
  readonly catalog: Catalog;
}

export function assemble(parts: Parts, mistakes: Mistake[]): Scenario {
  const { written, timeline } = parts;
  const load = loadOf(written.load, mistakes);
  const name = written.name ?? nameOf(parts.file);
  const upstreams = upstreamsOf(parts, hurtBy(timeline), mistakes);
  const journeys = journeysOf(parts, mistakes);
  const firsts = {
    upstream: upstreams[0]?.name ?? '',
    journey: journeys.find(({ needsModel }) => needsModel)?.name ?? '',
  };
  return {
    name,
    title: written.title ?? name,
    story: written.story?.trim() ?? '',
    sources: written.sources ?? [],
    upstreams,
    journeys,
    prompts: promptsOf(written.prompts),
    load,
    proxies: proxiesOf(parts, mistakes),
    delays: written.delays ?? 'thrifty',
    phases: phasesOf(timeline.phases, load, firsts, mistakes),
    expect: timeline.expect.length === 0 ? [DEFAULT_GATE] : timeline.expect.map((rule) => rule.gate),
    abort: timeline.abort.map((rule) => rule.gate),
  };
}

export function subjectOf(config: WrittenConfig | null): SubjectSpec {
  const written = config?.subject;
  return {
    start: written?.start ?? null,
    url: written?.url ?? null,
    ready: written?.ready ?? '/',
    readyWithin: written?.readyWithin ?? READY_WITHIN,
    env: written?.env ?? {},
    cwd: written?.cwd ?? '',
  };
}

function hurtBy({ phases }: TimelineDraft): ReadonlySet<string> {
  return new Set(phases.flatMap(({ targets }) => targets.map(({ on }) => on?.name ?? '')));
}

function proxiesOf({ scenario, config }: Parts, mistakes: Mistake[]): ProxySpec[] {
  const names = [...new Set([...scenario.proxies.keys(), ...config.proxies.keys()])];
  return names.flatMap((name) => {
    const merged = mergedProxy(
      scenario.proxies.get(name) ?? undefined,
      config.proxies.get(name) ?? undefined,
    );
    const proxy = proxyOf(name, merged, mistakes);
    return proxy === null ? [] : [proxy];
  });
}

/** The config's journeys come after the scenario's own, which win by name. */
function journeysOf({ scenario, config, written }: Parts, mistakes: Mistake[]): Journey[] {
  const mix = written.load?.mix;
  return [...new Map([...config.journeys, ...scenario.journeys])].flatMap(([name, journey]) => {
    if (journey === null) return [];
    const made = journeyOf({ name, path: ['journeys', name], written: journey }, mistakes);
    return [mix === undefined ? made : { ...made, traffic: Object.hasOwn(mix, name) ? (mix[name] ?? 0) : 0 }];
  });
}

function upstreamsOf(
  { scenario, config, catalog }: Parts,
  hurt: ReadonlySet<string>,
  mistakes: Mistake[],
): Upstream[] {
  const names = [...new Set([...scenario.upstreams.keys(), ...config.upstreams.keys()])];
  const made = names.flatMap((name) => {
    const merged = mergedUpstream(
      scenario.upstreams.get(name) ?? undefined,
      config.upstreams.get(name) ?? undefined,
    );
    const provider = merged.provider ?? providerNamed(name, catalog);
    if (provider === null) mistakes.push(withoutProvider(name, catalog));
    return provider === null ? [] : [upstreamOf(name, provider, merged)];
  });
  return made.filter((upstream) => !isLeftOut(upstream, made, { config, hurt, catalog }, mistakes));
}

/** An upstream that is called as its provider needs no `provider`. */
export function providerNamed(name: string, catalog: Catalog): string | null {
  return catalog.providers.some((provider) => provider.id === name) ? name : null;
}

/**
 * The app reads one address from one variable. Where the config gives that variable to an upstream of
 * its own, a healthy one that only the scenario names can't be reached, and would only be in the way.
 */
function isLeftOut(
  upstream: Upstream,
  all: readonly Upstream[],
  around: { config: AppDraft; hurt: ReadonlySet<string>; catalog: Catalog },
  mistakes: Mistake[],
): boolean {
  const { config, hurt, catalog } = around;
  const rivals = all.filter((other) => other !== upstream && sharesVariable(other, upstream, catalog));
  const claimed = rivals.find((other) => config.upstreams.has(other.name));
  if (claimed === undefined || config.upstreams.has(upstream.name) || hurt.has(upstream.name)) {
    return false;
  }
  mistakes.push(
    doubtful(
      'upstream-left-out',
      ['upstreams', upstream.name],
      `"${upstream.name}" is left out: your config gives its variable to "${claimed.name}"`,
      {
        points: 'key',
        hints: [
          `If your app has a second provider, name it in the config:  ${upstream.name}: { provider: … }`,
        ],
      },
    ),
  );
  return true;
}

export function sharesVariable(one: Upstream, other: Upstream, catalog: Catalog): boolean {
  if (Object.keys(one.env).length > 0 || Object.keys(other.env).length > 0) return false;
  const variables = new Set(variablesOf(one, catalog));
  return variablesOf(other, catalog).some((variable) => variables.has(variable));
}

function variablesOf(upstream: Upstream, catalog: Catalog): readonly string[] {
  const provider = catalog.providers.find(({ id }) => id === upstream.provider);
  return Object.keys(provider?.env('http://127.0.0.1:1') ?? {});
}

function withoutProvider(name: string, catalog: Catalog): Mistake {
  return wrong('missing-key', ['upstreams', name, 'provider'], 'missing key "provider"', {
    hints: [`There are: ${listed(catalog.providers.map(({ id }) => id))}.   brownout list providers`],
  });
}

function nameOf(file: string): string {
  const base = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  const tidy = base
    .replaceAll(/[^\w-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 64);
  return isName(tidy) ? tidy : 'scenario';
}
