import { needed, valueOf } from './attributes.js';
import type { Attributes, Chunk, Stage, StagePort, Toxic, ToxicAttribute } from './toxic.js';

/**
 * Loses chunks of the stream, as the original does on its main branch. Real packets that are lost
 * are sent again by TCP and only cost time, so this is corruption; for the honest imitation of a
 * lossy path take latency with jitter.
 */
export const packetLoss: Toxic = {
  type: 'packet_loss',
  summary: 'Loses chunks of the stream by chance; whoever reads gets a stream with holes.',
  source: 'a broken middlebox that loses or rewrites parts of a stream',
  origin: 'ours',
  attributes: [
    needed(ratio('loss_rate', 'the chance of each chunk to be lost, from 0 to 1')),
    ratio('correlation', 'how much higher the chance is right after a loss'),
  ],
  example: { loss_rate: 0.05, correlation: 0.25 },
  room: 0,
  connect: 'pass',
  open: () => (port, attributes) => new LossStage(port, attributes),
};

function ratio(name: string, summary: string): ToxicAttribute {
  return { name, kind: 'float', summary, origin: 'toxiproxy', isNeeded: false, written: 'number' };
}

class LossStage implements Stage {
  private readonly port: StagePort;
  private readonly draw: () => number;
  private attributes: Attributes;
  private hasJustLost = false;

  constructor(port: StagePort, attributes: Attributes) {
    this.port = port;
    this.draw = port.random.sequence();
    this.attributes = attributes;
  }

  take(chunk: Chunk): void {
    this.hasJustLost = this.draw() < this.chance();
    if (!this.hasJustLost) this.port.pass(chunk);
  }

  sourceEnded(): void {
    this.port.end();
  }

  wake(): void {
    // It asked for nothing.
  }

  held(): number {
    return 0;
  }

  update(attributes: Attributes): void {
    this.attributes = attributes;
  }

  remove(): 'pass' {
    return 'pass';
  }

  private chance(): number {
    const loss = clamped(valueOf(this.attributes, 'loss_rate'));
    return this.hasJustLost ? loss + clamped(valueOf(this.attributes, 'correlation')) : loss;
  }
}

function clamped(share: number): number {
  return Math.min(1, Math.max(0, share));
}
