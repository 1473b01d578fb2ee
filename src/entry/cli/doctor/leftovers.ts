/** What killed runs left behind: told of, or ended. */
import type { Plan } from '../../../model/plan.js';
import { BrownoutError } from '../../../model/problem.js';
import type { Checked } from './checked.js';

export async function leftoverCheck(isSwept: boolean): Promise<Checked> {
  const { leftovers } = await import('../../../run/subject/sweep.js');
  const what = 'leftovers';
  if (isSwept) {
    const { sweepAll } = await import('../../../run/conductor/sweep.js');
    const swept = await sweepAll();
    return {
      verdict: 'ok',
      what,
      said: swept === 0 ? 'none' : `${swept} ended`,
    };
  }
  const left = await leftovers();
  const processes = left.flatMap(({ pids }) => pids).length;
  const servers = left.filter(({ proxies }) => proxies !== null).length;
  if (processes + servers === 0) return { verdict: 'ok', what, said: 'none' };
  return {
    verdict: 'look',
    what,
    said: `of killed runs there are still ${leftWords(processes, servers)}`,
    remedies: ['the next run ends them, or now:  brownout doctor --sweep'],
  };
}

function leftWords(processes: number, servers: number): string {
  const running = processes === 1 ? '1 process' : `${processes} processes`;
  if (servers === 0) return running;
  const proxies = `proxies of ${servers === 1 ? '1 run' : `${servers} runs`} on a Toxiproxy`;
  return processes === 0 ? proxies : `${running}, and ${proxies}`;
}

/** What a run makes on a server of somebody else must be within reach from here, and its toxics known there. */
export async function reachCheck(plan: Plan, url: string): Promise<Checked> {
  const { tryToxiproxy } = await import('../../../run/conductor/network.js');
  const what = 'Toxiproxy';
  try {
    await tryToxiproxy(plan, url);
    return { verdict: 'ok', what, said: 'a proxy on it can be reached from here' };
  } catch (error) {
    if (!(error instanceof BrownoutError)) throw error;
    return { verdict: 'not ok', what, said: error.message, remedies: error.hints };
  }
}

/** Others may have left theirs there too: whatever is past its time goes, whoever made it. */
export async function serverCheck(url: string, isSwept: boolean): Promise<Checked> {
  const { expiredOn, sweepServer } = await import('../../../run/conductor/sweep.js');
  const what = 'Toxiproxy';
  try {
    const old = isSwept ? await sweepServer(url) : await expiredOn(url);
    const proxies = old === 1 ? '1 proxy' : `${old} proxies`;
    if (old === 0)
      return { verdict: 'ok', what, said: `${url} answers, and nothing of ours is past its time` };
    if (isSwept) return { verdict: 'ok', what, said: `${url} answers; ${proxies} past their time removed` };
    return {
      verdict: 'look',
      what,
      said: `${proxies} of killed runs at ${url} are past their time`,
      remedies: ['remove them:  brownout doctor --sweep'],
    };
  } catch (error) {
    if (!(error instanceof BrownoutError)) throw error;
    return { verdict: 'not ok', what, said: error.message, remedies: error.hints };
  }
}
