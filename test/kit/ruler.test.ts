import { describe, expect, it } from 'vitest';
import { ruler } from '../../src/kit/ruler.js';

describe('a ruler', () => {
  it('has each name where its stretch begins', () => {
    const stretches = [
      { name: 'first', from: 0, to: 8 },
      { name: 'then', from: 8, to: 20 },
    ];
    expect(ruler(stretches, { margin: 4, width: 20 })).toEqual({ line: '|first  |then', below: [] });
  });

  it('names whole, below, what is longer than its stretch, and never beyond its end', () => {
    const stretches = [
      { name: 'baseline', from: 0, to: 4 },
      { name: 'outage', from: 4, to: 12 },
      { name: 'recovery', from: 12, to: 15 },
    ];
    expect(ruler(stretches, { margin: 2, width: 15 })).toEqual({
      line: '|   |outage |',
      below: ['  baseline', '         recovery'],
    });
  });

  it('lets a name that is longer than the line begin in the margin', () => {
    const stretches = [{ name: 'recovery', from: 3, to: 5 }];
    expect(ruler(stretches, { margin: 4, width: 5 }).below).toEqual([' recovery']);
    expect(ruler(stretches, { margin: 1, width: 5 }).below).toEqual(['recovery']);
  });

  it('marks once what begins twice in one column', () => {
    const stretches = [
      { name: 'a', from: 0, to: 0 },
      { name: 'b', from: 0, to: 9 },
    ];
    expect(ruler(stretches, { margin: 0, width: 9 })).toEqual({ line: '|', below: ['a'] });
  });
});
