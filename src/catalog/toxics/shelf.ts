import { bandwidth } from './bandwidth.js';
import { latency } from './latency.js';
import { limitData } from './limit-data.js';
import { limitTime } from './limit-time.js';
import { noop } from './noop.js';
import { packetLoss } from './packet-loss.js';
import { refuse } from './refuse.js';
import { resetPeer } from './reset-peer.js';
import { slicer } from './slicer.js';
import { slowClose } from './slow-close.js';
import { slowOpen } from './slow-open.js';
import { stall } from './stall.js';
import { timeout } from './timeout.js';
import type { Toxic } from './toxic.js';

/** Everything that a scenario may name under `toxic:`, and a client of the proxy as a `type`. */
export const toxics: readonly Toxic[] = [
  bandwidth,
  latency,
  limitData,
  limitTime,
  noop,
  packetLoss,
  refuse,
  resetPeer,
  slicer,
  slowClose,
  slowOpen,
  stall,
  timeout,
];

const byType: ReadonlyMap<string, Toxic> = new Map(toxics.map((toxic) => [toxic.type, toxic]));

export function toxicByType(type: string): Toxic | undefined {
  return byType.get(type);
}
