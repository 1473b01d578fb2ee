import { known, needed, valueOf } from './attributes.js';
import type { Attributes, Chunk, Stage, StagePort, Toxic } from './toxic.js';

export const limitData: Toxic = {
  type: 'limit_data',
  summary: 'Ends the connection as soon as so many bytes have come through.',
  source: 'a body cut short by a proxy that ran out of buffer, or by a worker that was killed',
  origin: 'toxiproxy',
  attributes: [
    needed(known('bytes', 'bytes', 'how many bytes of each connection come through; 0 lets none')),
  ],
  example: { bytes: '4KB' },
  room: 0,
  connect: 'pass',
  open: () => (port, attributes) => new LimitStage(port, attributes),
};

class LimitStage implements Stage {
  private readonly port: StagePort;
  private limit: number;
  private passed = 0;

  constructor(port: StagePort, attributes: Attributes) {
    this.port = port;
    this.limit = valueOf(attributes, 'bytes');
  }

  take(chunk: Chunk): void {
    const left = Math.max(0, this.limit - this.passed);
    const length = Math.min(left, chunk.bytes.length);
    this.passed += length;
    if (length === chunk.bytes.length) this.port.pass(chunk);
    else if (length > 0) this.port.pass({ bytes: chunk.bytes.subarray(0, length), stamp: chunk.stamp });
    if (this.passed >= this.limit) this.port.end();
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

  /** What has passed counts on; a limit below it ends the connection with the next chunk. */
  update(attributes: Attributes): void {
    this.limit = valueOf(attributes, 'bytes');
  }

  remove(): 'pass' {
    return 'pass';
  }
}
