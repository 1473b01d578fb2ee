/** All proxies of one server. */
import { startWheel } from '../wheel.js';
import type { Plane, PlaneOptions } from './contract.js';
import { dial, type Dial } from './dial.js';
import { Proxy } from './proxy.js';
import { toldOnce } from './shortage.js';

/** `dial` is handed in where an upstream must behave as no real one does. */
export function openPlane(options: PlaneOptions & { readonly dial?: Dial }): Plane {
  const { random, clock, onConnection } = options;
  const wheels = { thrifty: startWheel(clock), precise: startWheel(clock, 'precise') };
  const running = new Set<Proxy>();
  const noteError = toldOnce(options.onShortage ?? (() => undefined));
  const around = { random, clock, wheels, dial: options.dial ?? dial, noteError, onConnection, running };
  return {
    proxy: (place) => new Proxy(place, around),
    close: () => {
      for (const proxy of running) proxy.stop();
      wheels.thrifty.close();
      wheels.precise.close();
    },
  };
}
