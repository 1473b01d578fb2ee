// The proxies under the bench, theirs and ours, alike from outside; and the program that is their upstream and client.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compiled, pin } from './processes.mjs';

const OURS = process.env['BROWNOUT_BIN'] ?? fileURLToPath(new URL('../../../dist/bin.js', import.meta.url));

/** Null where there is no C compiler. */
export async function startWire() {
  const client = compiled('wire.c');
  if (client === null) return null;
  const child = spawn(client.program, { stdio: ['pipe', 'pipe', 'inherit'] });
  pin(child.pid, 1);
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
  const next = () => new Promise((resolve) => waiting.push(resolve));
  const ports = await next();
  const ask = (...words) => {
    const answer = next();
    child.stdin.write(`${words.join(' ')}\n`);
    return answer;
  };
  return {
    ...ports,
    ask,
    /** Calls to a control API, one after the other, over and over. */
    control: (port, ms, calls) => {
      const requests = calls.map((call) => `${httpOf(port, call)}\0`).join('');
      const answer = ask('control', port, ms, Buffer.byteLength(requests));
      child.stdin.write(requests);
      return answer;
    },
    stop: () => {
      child.kill();
      client.remove();
    },
  };
}

function httpOf(port, [method, path, body]) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`];
  if (text !== '') lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`);
  return `${lines.join('\r\n')}\r\n\r\n${text}`;
}

export const startOurs = () => startProxies('ours', process.execPath, [OURS, 'proxy']);
export const startTheirs = (binary) => startProxies('theirs', binary, []);

async function startProxies(name, command, words) {
  const port = await freePort();
  const child = spawn(command, [...words, '-port', String(port), '-host', '127.0.0.1'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, LOG_LEVEL: 'error' },
  });
  pin(child.pid, 0);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const call = (method, path, body) => asked(agent, { port, method, path }, body);
  for (let turn = 0; ; turn += 1) {
    try {
      await call('GET', '/version');
      break;
    } catch (cause) {
      if (turn > 200) throw cause;
      await sleep(25);
    }
  }
  // Threads that were started since.
  pin(child.pid, 0);
  return {
    name,
    port,
    call,
    create: async (proxy, upstream) => {
      const { listen } = await call('POST', '/proxies', {
        name: proxy,
        listen: '127.0.0.1:0',
        upstream: `127.0.0.1:${upstream}`,
      });
      return Number(listen.split(':').at(-1));
    },
    add: (proxy, type, attributes, more = {}) =>
      call('POST', `/proxies/${proxy}/toxics`, { type, name: type, attributes, ...more }),
    drop: (proxy, toxic) => call('DELETE', `/proxies/${proxy}/toxics/${toxic}`),
    cpu: () => cpuOf(child.pid),
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]),
    stop: async () => {
      agent.destroy();
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await gone;
    },
  };
}

function asked(agent, where, body) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const req = request({ ...where, agent, host: '127.0.0.1' }, (res) => {
      let answer = '';
      res.on('data', (chunk) => (answer += chunk));
      res.on('end', () => {
        if (res.statusCode >= 300) reject(new Error(`${where.method} ${where.path}: ${answer}`));
        else resolve(answer === '' ? null : JSON.parse(answer));
      });
    });
    req.on('error', reject);
    req.end(text);
  });
}

/** In milliseconds, of all its threads. */
function cpuOf(pid) {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    } catch {
      return 0;
    }
  });
  return threads.reduce((sum, one) => sum + one, 0) / 1e6;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
