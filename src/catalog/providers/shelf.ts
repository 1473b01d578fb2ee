import { anthropic } from './anthropic.js';
import { openai } from './openai.js';
import type { Provider } from './provider.js';

/** Everything that a scenario may name under `provider:`; a subject gets our address for each of them. */
export const providers: readonly Provider[] = [anthropic, openai];

const byId: ReadonlyMap<string, Provider> = new Map(providers.map((provider) => [provider.id, provider]));

export function providerById(id: string): Provider | undefined {
  return byId.get(id);
}
