import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clearSocket } from './endpoint.ts';
import { type Durability, type LaunchedRedis, launchRedis } from './launch-redis.ts';
import { type ObtainOptions, obtainRedis } from './obtain-redis.ts';
import { probeRedis } from './probe-redis.ts';
import { readNote, removeNote, writeNote } from './server-note.ts';

export interface PrivateRedisOptions extends ObtainOptions {
  readonly dataDir: string;
  /** Default `always`. */
  readonly durability?: Durability;
  /** A free loopback port instead of a Unix socket, for what cannot speak over a socket. */
  readonly tcp?: boolean;
}

export interface PrivateRedis {
  /** For `new Redis(url, …)` of ioredis: the path of a Unix socket, or `redis://127.0.0.1:<port>`. */
  readonly url: string;
  readonly pid: number;
  /** True when another process started the server, and will end it. */
  readonly joined: boolean;
  /** Ends the server and waits for its exit; does nothing to a joined one. */
  readonly stop: () => Promise<void>;
  /** Ends the server at once, as a crash would; meant for tests of failure. */
  readonly kill: () => void;
}

const POLL_MS = 25;
/** Long enough for a server that is ending to write out what it holds. */
const TAKE_OVER_WITHIN_MS = 15_000;

/**
 * A Redis of our own with its data in `dataDir`: the server that already runs on it, else a new one.
 * Call it from the main thread: the operating system ties the server's life to the thread that started it.
 */
export async function startPrivateRedis(options: PrivateRedisOptions): Promise<PrivateRedis> {
  const { durability = 'always', tcp = false } = options;
  const dataDir = path.resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });

  const deadline = Date.now() + TAKE_OVER_WITHIN_MS;
  while (Date.now() < deadline) {
    const running = await joinRunning(dataDir);
    if (running !== undefined && running !== 'busy') return running;
    if (running === undefined) {
      const launched = await launchRedis({ program: await obtainRedis(options), dataDir, durability, tcp });
      if (launched !== undefined) return owned(launched, dataDir);
    }
    // Somebody else's server is on its way up or down.
    await delay(POLL_MS);
  }
  const holder = readNote(dataDir)?.pid;
  throw new Error(
    `Another Redis${holder === undefined ? '' : ` (process ${holder})`} holds ${dataDir} and does not answer. End it and start again.`,
  );
}

/** The server named in the note, when it answers; `busy` while its process lives without answering. */
async function joinRunning(dataDir: string): Promise<PrivateRedis | 'busy' | undefined> {
  const note = readNote(dataDir);
  if (note === undefined) return undefined;
  const answer = await probeRedis(note.url);
  if (answer?.pid !== note.pid) return undefined;
  if (!answer.ready) return 'busy';
  return {
    ...note,
    joined: true,
    stop: async () => {},
    kill: () => {
      process.kill(note.pid, 'SIGKILL');
    },
  };
}

function owned({ url, pid, kill, stop }: LaunchedRedis, dataDir: string): PrivateRedis {
  // Whoever wrote an earlier note ended without clearing up, and cannot come back: this server holds the directory.
  const left = readNote(dataDir);
  if (left !== undefined) clearSocket(left.url);
  writeNote(dataDir, { pid, url });
  return {
    url,
    pid,
    joined: false,
    stop: async () => {
      await stop();
      removeNote(dataDir, pid);
    },
    kill,
  };
}
