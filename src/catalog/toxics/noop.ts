import { PassingStage } from './passing.js';
import type { Toxic } from './toxic.js';

export const noop: Toxic = {
  type: 'noop',
  summary: 'Changes nothing; the connection only carries its name.',
  source: 'a control: whatever differs from a run without it is the price of measuring',
  origin: 'toxiproxy',
  attributes: [],
  example: {},
  room: 0,
  connect: 'pass',
  open: () => (port) => new PassingStage(port),
};
