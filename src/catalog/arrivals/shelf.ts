import type { Arrival } from './arrival.js';
import { constant } from './constant.js';
import { poisson } from './poisson.js';

export const arrivals: readonly Arrival[] = [poisson, constant];

const byId = new Map(arrivals.map((arrival) => [arrival.id, arrival]));

export function arrivalById(id: string): Arrival | undefined {
  return byId.get(id);
}
