import { describe, expect, it } from 'vitest';
import { questionPlaces } from '../../src/scenario/question-places.js';
import type { JourneyRequest } from '../../src/model/scenario.js';

function request(changes: Partial<JourneyRequest>): JourneyRequest {
  return { method: 'POST', path: '/ask', headers: {}, body: { kind: 'none' }, ...changes };
}

describe('where a question may lie', () => {
  it('tries every text of a JSON body, the longest first', () => {
    const value = { model: 'm', messages: [{ role: 'user', content: 'How are you?' }], n: 3 };
    const places = questionPlaces(request({ body: { kind: 'json', value } }));
    expect(places.map(({ said }) => said)).toEqual([
      'json /messages/0/content',
      'json /messages/0/role',
      'json /model',
    ]);
    expect(places[0]?.fill('X').body).toEqual({
      kind: 'json',
      value: { model: 'm', messages: [{ role: 'user', content: 'X' }], n: 3 },
    });
  });

  it('tries at most eight', () => {
    const value = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, 'text']));
    expect(questionPlaces(request({ body: { kind: 'json', value } }))).toHaveLength(8);
  });

  it('tries the values of a query, encoded as text and bare as a template', () => {
    const [place] = questionPlaces(request({ path: '/ask?q=what+is&n=1' }));
    expect(place?.fill('a b').path).toBe('/ask?q=a%20b&n=1');
    expect(place?.fill('{{prompt}}').path).toBe('/ask?q={{prompt}}&n=1');
  });

  it('takes a form for a form and prose for prose', () => {
    const form = questionPlaces(request({ body: { kind: 'text', text: 'user=u&question=why+so' } }));
    expect(form.map(({ said }) => said)).toEqual(['form question', 'form user']);
    const prose = questionPlaces(request({ body: { kind: 'text', text: 'What is 1 + 1?' } }));
    expect(prose.map(({ said }) => said)).toEqual(['text']);
  });

  it('finds nothing in a request without text', () => {
    expect(questionPlaces(request({ body: { kind: 'json', value: { n: 1 } } }))).toEqual([]);
  });
});
