import { boundedRetries } from './bounded-retries.js';
import { calmPeak } from './calm-peak.js';
import { calmRecovery } from './calm-recovery.js';
import type { Check } from './check.js';
import { continuity } from './continuity.js';
import { deadlines } from './deadlines.js';
import { failback } from './failback.js';
import { failover } from './failover.js';
import { fullRecovery } from './full-recovery.js';
import { honestErrors } from './honest-errors.js';
import { independence } from './independence.js';
import { noHangs } from './no-hangs.js';
import { noLies } from './no-lies.js';
import { noWaste } from './no-waste.js';
import { quickRecovery } from './quick-recovery.js';
import { retryAfter } from './retry-after.js';
import { uptime } from './uptime.js';

export const checks: readonly Check[] = [
  continuity,
  failover,
  noLies,
  honestErrors,
  noHangs,
  deadlines,
  uptime,
  independence,
  boundedRetries,
  calmPeak,
  retryAfter,
  noWaste,
  quickRecovery,
  fullRecovery,
  calmRecovery,
  failback,
];

export function checkById(id: string): Check | undefined {
  return checks.find((check) => check.id === id);
}
