/** A proxy to try things with, and what is asked of it again and again. */
import type { Ask, Heard } from '../control-client.js';

export const PROXY = { name: 'redis', listen: '127.0.0.1:0', upstream: '127.0.0.1:1' };

export function create(ask: Ask, more: object = {}): Promise<Heard> {
  return ask('POST', '/proxies', { ...PROXY, ...more });
}

export function add(ask: Ask, toxic: unknown): Promise<Heard> {
  return ask('POST', '/proxies/redis/toxics', toxic);
}

export function listenOf({ json }: Heard): string {
  return (json as { readonly listen: string }).listen;
}

export function error(text: string, status: number): string {
  return `{"error":"${text}","status":${status}}\n`;
}
