/** What the demo apps offer, as a `brownout.config.yaml` would say it; all four speak alike. */
export const demoConfig = `subject:
  ready: /health
journeys:
  ask:
    request: { method: POST, path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    error: { at: /error/code }
    degraded: { header: x-degraded }
    deadline: 3s
    traffic: 3
  stream:
    request: { method: POST, path: /stream, json: { question: '{{prompt}}' } }
    stream: { format: sse, text: /token, done: '[DONE]', error: { event: error } }
    error: { at: /error/code }
    degraded: { header: x-degraded }
    deadline: 3s
    traffic: 1
  save-note:
    request: { method: POST, path: /notes, json: { text: 'Remember {{id}}' } }
    needsModel: false
    deadline: 3s
    traffic: 1
`;
