import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Where a server will listen, the arguments that make it do so, and what to clear away afterwards. */
export interface Endpoint {
  readonly url: string;
  readonly args: readonly string[];
  readonly dispose: () => void;
}

const FOLDER_PREFIX = 'milepost-redis-';

/** A Unix socket in a directory that only this user can enter. */
export function socketEndpoint(): Endpoint {
  // A socket's path may have 104 to 107 characters, so a deep TMPDIR is no place for it.
  const parent = os.tmpdir().length <= 60 ? os.tmpdir() : '/tmp';
  const folder = mkdtempSync(path.join(parent, FOLDER_PREFIX));
  const url = path.join(folder, 'redis.sock');
  return {
    url,
    args: ['--port', '0', '--unixsocket', url, '--unixsocketperm', '700'],
    dispose: () => clearSocket(url),
  };
}

/** Removes a socket together with its folder; leaves alone what was not made here. */
export function clearSocket(url: string): void {
  const folder = path.dirname(url);
  if (url.startsWith('/') && path.basename(folder).startsWith(FOLDER_PREFIX)) {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A free port on loopback. */
export async function tcpEndpoint(): Promise<Endpoint> {
  const port = await freePort();
  return { url: `redis://127.0.0.1:${port}`, args: ['--bind', '127.0.0.1', '--port', String(port)], dispose: () => {} };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
