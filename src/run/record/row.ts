/** A line of `events.ndjson`, checked as far as whoever reads it relies on it. */
import type { EventRow } from '../../model/event.js';

/** `other` is a kind that a later version may have written. */
export type Read = EventRow | { readonly kind: 'other' } | null;

type Type = 'number' | 'string' | 'boolean' | 'number?' | 'string?' | 'list';

const FIELDS: Readonly<Record<EventRow['kind'], Readonly<Record<string, Type>>>> = {
  response: {
    inbound: 'number',
    journey: 'string',
    phase: 'string',
    due: 'number',
    sent: 'number?',
    firstByte: 'number?',
    firstContent: 'number?',
    ended: 'number',
    end: 'string',
    status: 'number?',
    class: 'string',
    from: 'string?',
    bytes: 'number',
    marked: 'boolean',
    age: 'number?',
    why: 'string?',
    cohort: 'string?',
  },
  attempt: {
    id: 'number',
    inbound: 'number?',
    also: 'list',
    call: 'number',
    upstream: 'string',
    ordinal: 'number',
    started: 'number',
    ended: 'number',
    endedBy: 'string',
    outcome: 'string',
    status: 'number?',
    faults: 'list',
    retryAfter: 'number?',
    model: 'string',
    tokensIn: 'number',
    tokensOut: 'number',
    firstToken: 'number?',
    retryCount: 'number?',
    body: 'number?',
    gateway: 'string?',
  },
  connection: {
    proxy: 'string',
    opened: 'number',
    ended: 'number',
    sent: 'number',
    received: 'number',
    endedBy: 'string',
    toxics: 'list',
  },
  toxic: { at: 'number', window: 'string', is: 'string' },
  phase: { at: 'number', phase: 'string' },
  window: { at: 'number', window: 'string', is: 'string', by: 'string' },
  note: { at: 'number', text: 'string' },
  self: {
    at: 'number',
    sendLag: 'number',
    loopDelay: 'number',
    openInbounds: 'number',
    openAttempts: 'number',
  },
  effect: { inbound: 'number', journey: 'string', phase: 'string', count: 'number?' },
};

const FIELD_LISTS = new Map(Object.entries(FIELDS).map(([kind, fields]) => [kind, Object.entries(fields)]));

export function rowOf(value: unknown): Read {
  if (typeof value !== 'object' || value === null) return null;
  const row = value as Record<string, unknown>;
  const kind = row['kind'];
  if (typeof kind !== 'string') return null;
  const fields = FIELD_LISTS.get(kind);
  if (fields === undefined) return { kind: 'other' };
  for (const [name, type] of fields) {
    if (isOf(type, row[name])) continue;
    // An older version didn't know it.
    if (row[name] !== undefined || !type.endsWith('?')) return null;
    row[name] = null;
  }
  // Every field that the row's type names has just been looked at.
  return row as unknown as EventRow;
}

function isOf(type: Type, value: unknown): boolean {
  switch (type) {
    case 'number?':
      return value === null || typeof value === 'number';
    case 'string?':
      return value === null || typeof value === 'string';
    case 'list':
      return Array.isArray(value);
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type;
  }
}
