/** What a client of the control API gets to see when it asks for something that can't be done. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.name = 'Refusal';
    this.status = status;
  }
}

export function badBody(tail: string): Refusal {
  return new Refusal(400, `bad request body: ${tail}`);
}

export const noProxy = (): Refusal => new Refusal(404, 'proxy not found');
export const noToxic = (): Refusal => new Refusal(404, 'toxic not found');
