/** Whether the proxies of a plan can stand where it says, in front of what a run may hurt. */
import { BrownoutError } from '../../../model/problem.js';
import type { Plan } from '../../../model/plan.js';
import type { ProxySpec } from '../../../model/scenario.js';
import type { Checked } from './checked.js';

const what = 'proxy';

/** `isOwned`: the user answers for dependencies elsewhere. */
export async function dependencyChecks({ proxies }: Plan, isOwned: boolean): Promise<readonly Checked[]> {
  return Promise.all(proxies.map((proxy) => dependencyCheck(proxy, isOwned)));
}

async function dependencyCheck(written: ProxySpec, isOwned: boolean): Promise<Checked> {
  const { addressed, foreignDependency } = await import('../../../run/conductor/network.js');
  try {
    const proxy = addressed(written);
    const foreign = isOwned ? null : await foreignDependency(proxy);
    if (foreign !== null) throw foreign;
    return (
      (await takenCheck(proxy)) ?? {
        verdict: 'ok',
        what,
        said: `${proxy.name} can stand in front of ${proxy.upstream}`,
      }
    );
  } catch (error) {
    if (!(error instanceof BrownoutError)) throw error;
    return { verdict: 'not ok', what, said: error.message, remedies: error.hints };
  }
}

/** Null where nobody is there yet. */
async function takenCheck({ name, listen }: ProxySpec): Promise<Checked | null> {
  const { isListening } = await import('../../../run/conductor/listening.js');
  const colon = listen?.lastIndexOf(':') ?? -1;
  if (listen === null || Number(listen.slice(colon + 1)) === 0) return null;
  const host = listen.slice(0, colon).replace(/^\[|\]$/g, '');
  if (!(await isListening(Number(listen.slice(colon + 1)), host))) return null;
  return {
    verdict: 'not ok',
    what,
    said: `${listen} for ${name} is taken`,
    remedies: [`stop who listens there (a brownout up?), or change proxies.${name}.listen`],
  };
}
