export const JSON_TYPE = { 'content-type': 'application/json' };

export const now = () => performance.now();

export async function textOf(stream) {
  let text = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) text += chunk;
  return text;
}
