/** Contrast as WCAG 2.2 reckons it: 4.5 for text (1.4.3), 3 for what is drawn (1.4.11). */
import { describe, expect, it } from 'vitest';
import { STYLE } from '../../../../src/catalog/reporters/html/style.js';

function luminance(colour: string): number {
  const digits = colour.slice(1);
  const full = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const [light = '', dark = ''] = [...STYLE.matchAll(/:root\{([^}]*)\}/g)].map(([, inside]) => inside);

describe.each([
  ['light', light],
  ['dark', dark],
])('in the %s', (_, inside) => {
  const colours = new Map([...inside.matchAll(/--(\w+):(#\w+)/g)].map(([, name, value]) => [name, value]));
  const apart = (name: string, from: string): number =>
    contrast(colours.get(name) ?? '#000', colours.get(from) ?? '#000');

  it.each(['ink', 'soft', 'accent', 'alarm'])('text in %s can be read, on shaded ground too', (name) => {
    expect(apart(name, 'bg')).toBeGreaterThanOrEqual(4.5);
    expect(apart(name, 'wash')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['edge', 'full', 'other', 'honest', 'raw', 'reset', 'hang', 'lie'])('%s can be seen', (name) => {
    expect(apart(name, 'bg')).toBeGreaterThanOrEqual(3);
    expect(apart(name, 'wash')).toBeGreaterThanOrEqual(3);
  });
});
