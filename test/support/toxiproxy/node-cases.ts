/** The same through `toxiproxy-node-client`, with bytes going through. */
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Toxiproxy, type ICreateToxicBody, type Latency, type Proxy } from 'toxiproxy-node-client';

export function nodeClientCases(url: () => string, echo: () => string): void {
  let toxiproxy: Toxiproxy;
  const open: Socket[] = [];

  beforeEach(() => {
    toxiproxy = new Toxiproxy(url());
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.destroy();
  });

  const create = (name = 'echo'): Promise<Proxy> =>
    toxiproxy.createProxy({ name, listen: '127.0.0.1:0', upstream: echo() });

  const reach = async ({ listen }: Proxy): Promise<Socket> => {
    const [host = '', port] = listen.split(':');
    const socket = connect({ host, port: Number(port) }).setEncoding('utf8');
    socket.on('error', () => undefined);
    open.push(socket);
    await once(socket, 'connect');
    return socket;
  };

  const echoed = async (socket: Socket, text: string): Promise<string> => {
    socket.write(text);
    let heard = '';
    while (heard.length < text.length) {
      const [part] = (await once(socket, 'data')) as [string];
      heard += part;
    }
    return heard;
  };

  test('bytes go through a proxy that it makes, and through none that it removes', async () => {
    const proxy = await create();
    const socket = await reach(proxy);
    expect(await echoed(socket, 'hello')).toBe('hello');
    const closed = once(socket, 'close');
    await proxy.remove();
    await closed;
    await expect(toxiproxy.get('echo')).rejects.toThrow('404');
  });

  test('what it is told about a proxy is what it made', async () => {
    const proxy = await create();
    expect(await toxiproxy.get('echo')).toMatchObject({ name: 'echo', listen: proxy.listen, enabled: true });
    expect(Object.keys(await toxiproxy.getAll())).toEqual(['echo']);
    await expect(create()).rejects.toThrow('409');
    expect(await toxiproxy.getVersion()).toBe('{"version": "2.12.0"}\n');
  });

  test('populate makes several, and reset brings them back', async () => {
    const made = await toxiproxy.populate([
      { name: 'a', listen: '127.0.0.1:0', upstream: echo() },
      { name: 'b', listen: '127.0.0.1:0', upstream: echo() },
    ]);
    expect(Object.keys(made)).toEqual(['a', 'b']);
    await made['a']?.update({ enabled: false, listen: made['a'].listen, upstream: echo() });
    expect((await toxiproxy.get('a')).enabled).toBe(false);
    await toxiproxy.reset();
    expect((await toxiproxy.get('a')).enabled).toBe(true);
  });

  test('a live connection meets a latency that it adds, changes and removes', async () => {
    const proxy = await create();
    const socket = await reach(proxy);
    const late = { name: 'late', type: 'latency', stream: 'downstream', toxicity: 1 } as const;
    const toxic = await proxy.addToxic<Latency>({ ...late, attributes: { latency: 60, jitter: 0 } });
    const from = performance.now();
    expect(await echoed(socket, 'x')).toBe('x');
    expect(performance.now() - from).toBeGreaterThanOrEqual(59);
    await toxic.update({ ...late, attributes: { latency: 0, jitter: 0 } });
    expect((await proxy.getToxic('late')).attributes).toEqual({ latency: 0, jitter: 0 });
    expect(await echoed(socket, 'y')).toBe('y');
    await toxic.remove();
    await expect(proxy.getToxic('late')).rejects.toThrow('404');
    expect(await echoed(socket, 'z')).toBe('z');
  });

  test('a disabled proxy closes what is open and lets nobody in until it is enabled', async () => {
    const proxy = await create();
    const socket = await reach(proxy);
    expect(await echoed(socket, 'x')).toBe('x');
    const closed = once(socket, 'close');
    const { listen } = proxy;
    await proxy.update({ enabled: false, listen, upstream: echo() });
    await closed;
    await expect(reach(proxy)).rejects.toThrow('ECONNREFUSED');
    expect((await proxy.update({ enabled: true, listen, upstream: echo() })).listen).toBe(listen);
    expect(await echoed(await reach(proxy), 'again')).toBe('again');
  });

  // The client's types name neither, and ask for attributes that the server fills in.
  const limit = {
    ...{ name: 'limit', type: 'limit_data', stream: 'downstream', toxicity: 1 },
    attributes: { bytes: 100 },
  } as unknown as ICreateToxicBody<Latency>;
  const reset = {
    ...{ name: 'reset', type: 'reset_peer', stream: 'upstream', toxicity: 1 },
    attributes: { timeout: 0 },
  } as unknown as ICreateToxicBody<Latency>;

  test('limit_data lets exactly so many bytes through', async () => {
    const proxy = await create();
    await proxy.addToxic(limit);
    const socket = await reach(proxy);
    let heard = '';
    socket.on('data', (text: string) => (heard += text));
    const closed = once(socket, 'close');
    socket.write('x'.repeat(1_000));
    await closed;
    expect(heard).toBe('x'.repeat(100));
  });

  test('reset_peer resets', async () => {
    const proxy = await create();
    await proxy.addToxic(reset);
    const socket = await reach(proxy);
    const failed = once(socket, 'error');
    socket.write('x');
    const [error] = (await failed) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
  });
}
