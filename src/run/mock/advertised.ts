import type { Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';

/** The wait that an answer asks for, as a client would read it; null where none can be told. */
export function advertisedWait(plan: WirePlan, wallTime?: number): Millis | null {
  const head = plan.find((step) => step.do === 'head');
  if (head?.do !== 'head' || head.status < 300) return null;
  let seconds: string | null = null;
  for (const [name, value] of Object.entries(head.headers)) {
    const header = name.toLowerCase();
    // The official SDKs look for it first.
    if (header === 'retry-after-ms' && isCount(value)) return Number(value);
    if (header === 'retry-after') seconds = value;
  }
  if (seconds === null) return null;
  if (isCount(seconds)) return Number(seconds) * 1000;
  // Without a letter it is no date, whatever V8 makes of it.
  const date = /[A-Za-z]/.test(seconds) ? Date.parse(seconds) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - (wallTime ?? Date.now()));
}

function isCount(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text.trim());
}
