import type { CohortSpec, ProxySpec, Scenario } from '../../model/scenario.js';
import type { Mistake, Path } from '../mistake.js';
import { doubtful, wrong } from '../mistake.js';
import { portOf } from '../proxy.js';

type Around = Pick<Scenario, 'upstreams' | 'proxies' | 'journeys' | 'phases'>;

/** `own`: proxies that stand in the scenario itself; the others come from the config and serve all scenarios. */
export function networkMistakes(scenario: Around, own: ReadonlySet<string>): Mistake[] {
  return [
    ...scenario.proxies.flatMap((proxy, index) => proxyMistakes(proxy, index, scenario, own)),
    ...scenario.phases.flatMap(({ name, cohorts }) =>
      cohorts.flatMap((cohort, index) => cohortMistakes(cohort, ['phases', name, 'cohort', index], scenario)),
    ),
  ];
}

function proxyMistakes(
  proxy: ProxySpec,
  index: number,
  { upstreams, proxies, phases }: Around,
  own: ReadonlySet<string>,
): Mistake[] {
  const path: Path = ['proxies', proxy.name];
  const hurt = new Set(phases.flatMap(({ network }) => network.map(({ on }) => on)));
  const port = fixedPort(proxy);
  const rival = [...upstreams, ...proxies.slice(0, index)].find(
    (other) => port > 0 && fixedPort(other) === port,
  );
  return [
    ...(upstreams.some(({ name }) => name === proxy.name) ? [sameName(proxy, path)] : []),
    ...(rival === undefined ? [] : [samePort(rival.name, port, path)]),
    ...(own.has(proxy.name) && !hurt.has(proxy.name) ? [unhurt(proxy, path)] : []),
  ];
}

/** 0 where the machine chooses, or a variable says it later. */
function fixedPort(one: { readonly port: number } | { readonly listen: string | null }): number {
  if ('port' in one) return one.port;
  return one.listen === null ? 0 : (portOf(one.listen) ?? 0);
}

function sameName({ name }: ProxySpec, path: Path): Mistake {
  return wrong('same-name', path, `an upstream is called "${name}" too`, {
    points: 'key',
    hints: ['Call the proxy something else: "on" could mean either.'],
  });
}

function samePort(rival: string, port: number, path: Path): Mistake {
  return wrong('same-port', [...path, 'listen'], `"${rival}" has the port ${port} already`, {
    hints: ['Leave "listen" out to take a free one.'],
  });
}

function unhurt({ name }: ProxySpec, path: Path): Mistake {
  return doubtful('unhurt-proxy', path, `nothing hurts the connections to "${name}"`, {
    points: 'key',
    hints: [`For example, in a phase:  network: [{ on: ${name}, toxic: latency, latency: 200ms }]`],
  });
}

function cohortMistakes({ journey, size }: CohortSpec, path: Path, scenario: Around): Mistake[] {
  const walked = scenario.journeys.find(({ name }) => name === journey);
  if (walked === undefined || walked.needsModel) return [];
  const message = `"${journey}" does not need the model, so its ${size} users would never fail`;
  return [
    wrong('never-fires', [...path, 'journey'], message, { hints: ['Name a journey that needs the model.'] }),
  ];
}
