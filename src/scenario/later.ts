import type { Mistake } from './mistake.js';

/** Drawn in the design and not built yet. To ignore them would grade an outage that never took place. */
const LATER: Readonly<Record<string, string>> = {
  effects: 'ledgers of effects',
};

/** Says of a key that is planned what it is, instead of calling it unknown. */
export function laterFeature(mistake: Mistake): Mistake {
  const key = mistake.path.at(-1);
  const what = mistake.code === 'unknown-key' && typeof key === 'string' ? LATER[key] : undefined;
  if (what === undefined) return mistake;
  return {
    ...mistake,
    code: 'not-yet',
    message: `${what} are not yet in this version`,
    hints: [`Take "${String(key)}" out: it would not be played.`],
  };
}
