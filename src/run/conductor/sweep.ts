/** What killed runs left behind, here and on a Toxiproxy of somebody else. */
import { openRemote } from '../proxy/remote.js';
import { isExpired } from '../proxy/ours.js';
import { sweep, type OurProxies } from '../subject/sweep.js';

/** Gives how many processes and proxies were ended. */
export async function sweepAll(): Promise<number> {
  return sweep(removeOf);
}

/** A server that is away when their time is over has most likely forgotten them: none, rather than to be asked for ever. */
export async function removeOf({ url, prefix }: OurProxies): Promise<number> {
  try {
    const remote = await openRemote(url);
    return await remote.removeNamed((name) => name.startsWith(prefix));
  } catch (error) {
    if (isExpired(prefix, Date.now())) return 0;
    throw error;
  }
}

/** On a server that several machines use: proxies of runs whose time to live is over, whoever made them. */
export async function sweepServer(url: string): Promise<number> {
  const remote = await openRemote(url);
  return remote.removeNamed((name) => isExpired(name, Date.now()));
}

/** How many there are of those; nothing is removed by looking. */
export async function expiredOn(url: string): Promise<number> {
  const remote = await openRemote(url);
  return (await remote.names()).filter((name) => isExpired(name, Date.now())).length;
}
