import { Server } from 'node:http';
import type { Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { NeedsPerson } from '../billing/failure.ts';
import type { ReceiverEnv } from './raw-body.ts';

export type Listening = {
  readonly url: string;
  readonly port: number;
  /** Takes no new connection, lets running requests finish, and cuts whatever is left after `withinMs`. */
  readonly close: (withinMs?: number) => Promise<void>;
};

export type ServeOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
};

const HEADERS_TIMEOUT_MS = 10_000;
/** A webhook is a few kilobytes; who needs longer than this is broken or means harm. */
const REQUEST_TIMEOUT_MS = 15_000;
/** Longer than the idle time of common load balancers, which otherwise reuse a connection that we just closed. */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const CLOSE_WITHIN_MS = 10_000;
const SWEEP_IDLE_EVERY_MS = 50;
const CHECK_CONNECTIONS_EVERY_MS = 5_000;

/**
 * Listens, with limits on slow senders.
 * @throws NeedsPerson when the address is taken, or not ours to use
 */
export function listen(app: Hono<ReceiverEnv>, { host, port }: ServeOptions): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const serverOptions = {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_CONNECTIONS_EVERY_MS,
    };
    const server = createAdaptorServer({ fetch: app.fetch, serverOptions });
    if (!(server instanceof Server)) throw new TypeError('The receiver speaks HTTP/1.1.');
    const sockets = trackSockets(server);
    const refuse = (error: NodeJS.ErrnoException): void => reject(inWords(error, { host, port }));
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      const address = server.address();
      const taken = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
        port: taken,
        close: (withinMs = CLOSE_WITHIN_MS) => closeServer(server, sockets, withinMs),
      });
    });
  });
}

const REFUSED: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken',
  EACCES: 'may not be used by this user',
  EADDRNOTAVAIL: 'is no address of this machine',
};

function inWords(error: NodeJS.ErrnoException, { host, port }: ServeOptions): Error {
  const why = REFUSED[error.code ?? ''];
  if (why === undefined) return error;
  return new NeedsPerson(`${host}:${port} ${why}`, {
    mend: 'Set PORT (and HOST) to another one, or end what listens there: perhaps the hub runs already',
    who: 'admin',
    cause: error,
  });
}

/**
 * `server.close()` alone waits for keep-alive connections that fall idle after it, so they are swept meanwhile; and for
 * Node a connection that has not sent a byte yet is not idle, so those are ended here.
 */
function closeServer(server: Server, sockets: ReadonlySet<Socket>, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_IDLE_EVERY_MS);
    const deadline = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  });
}

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}
