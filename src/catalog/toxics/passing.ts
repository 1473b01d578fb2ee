import type { Chunk, Stage, StagePort } from './toxic.js';

/** Passes everything at once. */
export class PassingStage implements Stage {
  private readonly port: StagePort;

  constructor(port: StagePort) {
    this.port = port;
  }

  take(chunk: Chunk): void {
    this.port.pass(chunk);
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

  update(): void {
    // It goes by no value.
  }

  remove(): 'pass' {
    return 'pass';
  }
}
