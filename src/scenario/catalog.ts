import type { Arrival } from '../catalog/arrivals/arrival.js';
import { arrivals } from '../catalog/arrivals/shelf.js';
import type { Fault } from '../catalog/faults/fault.js';
import { faults } from '../catalog/faults/shelf.js';
import type { Measure } from '../catalog/measures/measure.js';
import { measures } from '../catalog/measures/shelf.js';
import type { Provider } from '../catalog/providers/provider.js';
import { providers } from '../catalog/providers/shelf.js';
import type { Toxic } from '../catalog/toxics/toxic.js';
import { toxics } from '../catalog/toxics/shelf.js';

/** What a scenario can name. Entries of third parties join these lists; no code knows one by its name. */
export interface Catalog {
  readonly faults: readonly Pick<Fault, 'kind' | 'summary' | 'params' | 'example' | 'isFailure'>[];
  readonly toxics: readonly Pick<Toxic, 'type' | 'summary' | 'attributes' | 'example'>[];
  readonly providers: readonly Pick<Provider, 'id' | 'title' | 'env'>[];
  readonly measures: readonly Pick<
    Measure,
    'id' | 'title' | 'unit' | 'distribution' | 'phase' | 'narrows' | 'needs'
  >[];
  readonly arrivals: readonly Pick<Arrival, 'id' | 'summary'>[];
}

export const builtIn: Catalog = { faults, toxics, providers, measures, arrivals };
