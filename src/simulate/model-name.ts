/** The name of the model that a modelled app asks for: one that the plan's own matches take. */
import type { Plan } from '../model/plan.js';
import type { Json } from '../model/units.js';

const ANY = 'modelled-1';

export function modelNameFor({ windows }: Pick<Plan, 'windows'>, upstream: string): string {
  for (const { on, match, params } of windows) {
    if (on !== upstream) continue;
    const glob = match.model ?? modelIn(params);
    if (glob !== null) return glob.replaceAll('*', '').replaceAll('?', 'x') || ANY;
  }
  return ANY;
}

function modelIn(params: Json): string | null {
  if (typeof params !== 'object' || params === null || !('model' in params)) return null;
  const { model } = params;
  return typeof model === 'string' ? model : null;
}
