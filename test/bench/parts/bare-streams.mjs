// The yardstick for streams: a node:http server that writes one prebuilt chunk for each token, at its absolute time, and
// knows of no watermark, fault, capacity or journal.
import { createServer } from 'node:http';
import { serveParent } from './processes.mjs';

const { tokens, speed, firstToken } = JSON.parse(process.argv[2]);
const now = () => Number(process.hrtime.bigint()) / 1e6;
const starts = [];

const choice = { index: 0, delta: { content: ' word' }, logprobs: null, finish_reason: null };
const chunk = {
  ...{ id: `chatcmpl-${'A'.repeat(29)}`, object: 'chat.completion.chunk', created: 1_764_000_000 },
  ...{ model: 'gpt-5.2-2025-12-11', service_tier: 'default', system_fingerprint: null, choices: [choice] },
};
const word = framed(`data: ${JSON.stringify(chunk)}\n\n`);
const mark = framed('data: [DONE]\n\n');

function framed(text) {
  return Buffer.from(`${text.length.toString(16)}\r\n${text}\r\n`);
}

/** Who is due in which millisecond. */
const slots = new Map();
let reached = Math.floor(now());

function put(stream) {
  const slot = Math.max(reached, Math.ceil(stream.due));
  if (slots.has(slot)) slots.get(slot).push(stream);
  else slots.set(slot, [stream]);
}

function turn() {
  for (const until = now(); reached <= until; reached += 1) {
    const due = slots.get(reached) ?? [];
    slots.delete(reached);
    due.forEach(speak);
  }
  setTimeout(turn, 1);
}

function speak(stream) {
  if (stream.left > 0) {
    stream.left -= 1;
    stream.due += 1000 / speed;
    stream.res.socket.write(word);
    put(stream);
  } else {
    stream.res.socket.write(mark);
    stream.res.end();
  }
}

const server = createServer((req, res) => {
  const chunks = [];
  req.on('data', (bytes) => chunks.push(bytes));
  req.on('end', () => {
    const started = now();
    starts.push([JSON.parse(Buffer.concat(chunks)).model, started]);
    res.writeHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });
    res.flushHeaders();
    // The watermark's header and end mark are tokens too.
    put({ res, due: started + firstToken, left: tokens + 2 });
  });
});
await new Promise((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, resolve));
turn();
serveParent({ port: server.address().port }, { starts: () => starts.splice(0) });
