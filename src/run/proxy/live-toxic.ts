/** A toxic as a proxy has it: with the values of now, and all that its links share. */
import type { Attributes, StageMaker } from '../../catalog/toxics/toxic.js';
import type { Random } from '../../kit/random.js';
import type { ToxicChange, ToxicSetting, ToxicValues } from './contract.js';

export class LiveToxic {
  setting: ToxicSetting;
  attributes: Attributes;
  readonly make: StageMaker;
  /** Tells it from those of its name that were there before. */
  private readonly serial: number;
  private readonly first: number;
  private readonly last: number;

  /** `serial`: how many toxics its proxy had before; `opened`: how many connections. */
  constructor(
    setting: ToxicSetting,
    { serial, opened }: { readonly serial: number; readonly opened: number },
  ) {
    this.setting = setting;
    this.attributes = numbersOf(setting.attributes);
    this.make = setting.toxic.open();
    this.serial = serial;
    this.first = setting.connections === null ? 0 : opened + 1;
    this.last = opened + (setting.connections ?? Infinity);
  }

  change({ toxicity, attributes }: ToxicChange): void {
    const { name, toxic, stream, streamAsSent, connections } = this.setting;
    // Said in full: V8 gives a copy by `...` another shape, and all links read it.
    this.setting = { name, toxic, stream, streamAsSent, toxicity, connections, attributes };
    this.attributes = numbersOf(attributes);
  }

  /** The same for the same seed, whatever other connections and toxics draw. */
  isDrawn(random: Random, connection: number, draw: number): boolean {
    const { toxicity, name } = this.setting;
    if (connection < this.first || connection > this.last || !(toxicity > 0)) return false;
    return toxicity >= 1 || random.at(connection, name, this.serial, draw).unit() < toxicity;
  }

  chanceFor(random: Random, connection: number): Random {
    return random.at(connection, this.setting.name, this.serial, 'stage');
  }
}

function numbersOf(values: ToxicValues): Attributes {
  return Object.fromEntries([...values].map(([name, value]) => [name, Number(value)]));
}
