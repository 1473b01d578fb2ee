import type { Marker } from '../../model/scenario.js';
import type { Observed } from './observed.js';
import { at } from './pointer.js';
import { sameJson } from './schema-check.js';

/** Whether a response carries what its team declared as the mark of a lesser answer; taken literally. */
export function isMarked(markers: readonly Marker[], observed: Observed): boolean {
  return markers.some((marker) => isThere(marker, observed));
}

function isThere(marker: Marker, observed: Observed): boolean {
  switch (marker.kind) {
    case 'header': {
      const value = observed.headers[marker.name.toLowerCase()];
      return value !== undefined && (marker.value === null || value.trim() === marker.value);
    }
    case 'field': {
      const value = at(observed.json, marker.at);
      // Without a value asked for, whatever says "yes" will do.
      if (marker.value === null)
        return value !== undefined && value !== null && value !== false && value !== '';
      return sameJson(value, marker.value);
    }
    case 'event':
      return observed.events.includes(marker.name);
    case 'status':
      return observed.status === marker.status;
  }
}
