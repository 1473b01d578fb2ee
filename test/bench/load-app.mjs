// An app that answers at once; told to, it freezes for 1 s in every 5 s.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.end('{"answer":""}'));
});
server.listen(0, '127.0.0.1', () => process.send(server.address().port));

process.on('disconnect', () => process.exit());
process.on('message', () => setTimeout(freeze, 2_500));

function freeze() {
  const began = performance.now();
  while (performance.now() < began + 1_000);
  setTimeout(freeze, began + 5_000 - performance.now());
}
