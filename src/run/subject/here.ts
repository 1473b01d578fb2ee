/** Whether a target is on this machine: only what runs here is ours to hurt. */
import { lookup } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { BlockList, isIPv6 } from 'node:net';
import { BrownoutError } from '../../model/problem.js';

export async function refuseForeign(target: string, iOwnThisTarget: boolean): Promise<void> {
  if (iOwnThisTarget) return;
  const { hostname, host } = new URL(target);
  const addresses = await addressesOf(unbracketed(hostname));
  if (addresses.length > 0 && addresses.every(isHere)) return;
  throw new BrownoutError({
    code: 'foreign-target',
    ending: 'usage',
    message:
      addresses.length === 0
        ? `nobody knows the host of the target ${host}`
        : `the target ${host} is not on this machine`,
    hints: [
      'An outage is played against your own app only, and it gets load like that of real users.',
      'If it is yours, and nobody else uses it now:  --i-own-this-target',
    ],
  });
}

/** All addresses of the name are of this machine. */
export async function isOnThisMachine({ hostname }: URL): Promise<boolean> {
  const addresses = await addressesOf(unbracketed(hostname));
  return addresses.length > 0 && addresses.every(isHere);
}

function unbracketed(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** By its name alone, without asking anybody. */
export function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(hostname);
}

async function addressesOf(hostname: string): Promise<readonly string[]> {
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

function isHere(address: string): boolean {
  const local = new BlockList();
  local.addSubnet('127.0.0.0', 8, 'ipv4');
  local.addAddress('0.0.0.0', 'ipv4');
  for (const loopback of ['::1', '::']) local.addAddress(loopback, 'ipv6');
  for (const found of Object.values(networkInterfaces()).flatMap((one) => one ?? [])) {
    local.addAddress(found.address, found.family === 'IPv6' ? 'ipv6' : 'ipv4');
  }
  return local.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
