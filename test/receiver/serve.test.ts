import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createReceiver, type ReceiverOptions } from '../../src/receiver/app.ts';
import { BODY_BYTES_MAX } from '../../src/receiver/raw-body.ts';
import { type Listening, listen } from '../../src/receiver/serve.ts';
import { post, receiverSetup, stripeDelivery } from './kit.ts';

async function serve(options: ReceiverOptions): Promise<Listening> {
  const listening = await listen(createReceiver(options), { host: '127.0.0.1', port: 0 });
  onTestFinished(() => listening.close(0));
  return listening;
}

async function connectTo({ port }: Listening): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

const HEAD = 'POST /webhooks/stripe HTTP/1.1\r\nHost: x\r\n';

test('an authentic event over a real connection is queued', async () => {
  const { options, hints } = receiverSetup();
  const { url } = await serve(options);
  const answer = await fetch(`${url}/webhooks/stripe`, post(stripeDelivery()));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-request-id')).toBeTruthy();
  expect(hints).toHaveLength(1);
});

test('a body that says it is too large is refused unread, and the connection stays usable', async () => {
  const { options } = receiverSetup();
  const { url, port } = await serve(options);
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const headers = { 'content-length': BODY_BYTES_MAX + 1 };
  const request = http.request({ port, agent, method: 'POST', path: '/webhooks/stripe', headers });
  request.end(Buffer.alloc(BODY_BYTES_MAX + 1, 'x'));
  const response = await new Promise<http.IncomingMessage>((resolve) => request.once('response', resolve));
  expect(response.statusCode).toBe(413);
  response.resume();
  expect((await fetch(`${url}/webhooks/stripe`, post(stripeDelivery()))).status).toBe(200);
});

test('a body that turns out too large is refused before it is all there', async () => {
  const { options, hints, lines } = receiverSetup();
  const socket = await connectTo(await serve(options));
  socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
  const answered = once(socket, 'data');
  // The chunk that ends the body is never sent.
  for (let sent = 0; sent <= BODY_BYTES_MAX; sent += 64 * 1024) socket.write(chunk);
  const [answer] = await answered;
  expect(String(answer)).toContain('HTTP/1.1 413');
  expect(lines).toMatchObject([{ outcome: 'too_large' }]);
  expect(hints).toEqual([]);
});

test('a body of exactly the limit is read', async () => {
  const { options } = receiverSetup();
  const { url } = await serve(options);
  const body = 'x'.repeat(BODY_BYTES_MAX);
  expect((await fetch(`${url}/webhooks/stripe`, { method: 'POST', body })).status).toBe(400);
});

test('a body that is cut off queues nothing and is no failure of ours', async () => {
  const { options, hints, lines } = receiverSetup();
  const socket = await connectTo(await serve(options));
  const { body, headers } = stripeDelivery();
  const half = body.slice(0, body.length / 2);
  socket.write(
    `${HEAD}Stripe-Signature: ${headers['stripe-signature']}\r\nContent-Length: ${body.length}\r\n\r\n${half}`,
  );
  socket.end();
  await text(socket);
  await expect.poll(() => lines).toMatchObject([{ outcome: 'cut_off', level: 40 }]);
  expect(hints).toEqual([]);
});

test('closing lets the running request finish and does not wait for idle connections', async () => {
  const gate = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const put = async () => {
    arrived.resolve();
    await gate.promise;
  };
  const { options } = receiverSetup({ inbox: { put } });
  const listening = await serve(options);
  await connectTo(listening);
  const running = fetch(`${listening.url}/webhooks/stripe`, post(stripeDelivery()));
  await arrived.promise;
  const closed = listening.close(5_000);
  const startedAt = performance.now();
  gate.resolve();
  expect((await running).status).toBe(200);
  await closed;
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  await expect(fetch(`${listening.url}/healthz`)).rejects.toThrow();
});

test('closing cuts a request that does not end in time', async () => {
  const never = new Promise<never>(() => {});
  const arrived = Promise.withResolvers<void>();
  const put = async () => {
    arrived.resolve();
    await never;
  };
  const { options } = receiverSetup({ inbox: { put } });
  const listening = await serve(options);
  const running = fetch(`${listening.url}/webhooks/stripe`, post(stripeDelivery()));
  running.catch(() => undefined);
  await arrived.promise;
  await listening.close(50);
  await expect(running).rejects.toThrow();
});

test('a port that is taken is an error that says what to do, not a silence', async () => {
  const { port } = await serve(receiverSetup().options);
  await expect(listen(createReceiver(receiverSetup().options), { host: '127.0.0.1', port })).rejects.toThrow(
    `127.0.0.1:${port} is taken`,
  );
});
