/** Hatches cut in the page's colour: each class is told apart without its hue, on a grey printer too. */
const HATCHES: readonly { id: string; size: number; turn: number; cut: string }[] = [
  { id: 'alt', size: 8, turn: 45, cut: '<rect width="1.5" height="8" class="gap"/>' },
  { id: 'stale', size: 7, turn: 0, cut: '<circle cx="3.5" cy="3.5" r="1.25" class="gap"/>' },
  { id: 'late', size: 6, turn: 0, cut: '<rect width="6" height="1" class="gap"/>' },
  { id: 'queued', size: 6, turn: 0, cut: '<rect width="6" height="2" class="gap"/>' },
  { id: 'static', size: 6, turn: 0, cut: '<rect width="1" height="6" class="gap"/>' },
  { id: 'partial', size: 6, turn: 0, cut: '<rect width="3" height="6" class="gap"/>' },
  { id: 'raw-error', size: 10, turn: -45, cut: '<rect width="1.5" height="10" class="gap"/>' },
  { id: 'reset', size: 5, turn: 45, cut: '<rect width="1.5" height="5" class="gap"/>' },
  { id: 'open', size: 4, turn: -45, cut: '<rect width="1" height="4" class="gap"/>' },
  { id: 'hang', size: 4, turn: 0, cut: '<rect width="4" height="1" class="gap"/>' },
  {
    id: 'lie',
    size: 6,
    turn: 45,
    cut: '<rect width="1.5" height="6" class="gap"/><rect width="6" height="1.5" class="gap"/>',
  },
];

export const HATCH_SHEET = `<svg class="sheet" aria-hidden="true" focusable="false"><defs>${HATCHES.map(
  ({ id, size, turn, cut }) =>
    `<pattern id="h-${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn})"><rect width="${size}" height="${size}" class="k-${id}"/>${cut}</pattern>`,
).join('')}</defs></svg>`;

/** How a class is filled: by its hatch, or by its plain colour where it has none. */
export function fillOf(id: string): string {
  return HATCHES.some((hatch) => hatch.id === id) ? `fill="url(#h-${id})"` : `class="k-${id}"`;
}

export function swatch(id: string): string {
  return `<svg class="sw" aria-hidden="true" focusable="false"><rect width="100%" height="100%" ${fillOf(id)}/></svg>`;
}
