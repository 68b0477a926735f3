import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { socketEndpoint, tcpEndpoint } from './endpoint.ts';
import { findOnPath, type RedisProgram } from './find-redis.ts';
import { probeRedis } from './probe-redis.ts';

/** `always`: what was acknowledged is on disk. `none`: nothing is kept, for tests. */
export type Durability = 'always' | 'none';

export interface LaunchOptions {
  readonly program: RedisProgram;
  readonly dataDir: string;
  readonly durability: Durability;
  readonly tcp: boolean;
}

/** A server that answers PING, and how to end it. */
export interface LaunchedRedis {
  readonly url: string;
  readonly pid: number;
  readonly kill: () => void;
  readonly stop: () => Promise<void>;
}

const POLL_MS = 15;
const STOP_WITHIN_MS = 10_000;
/** flock's exit code when somebody else holds the data directory; chosen to be no code of Redis. */
const TAKEN = 75;

/** Starts one server and waits until it answers; undefined when another server holds the data directory. */
export async function launchRedis(options: LaunchOptions): Promise<LaunchedRedis | undefined> {
  const endpoint = options.tcp ? await tcpEndpoint() : socketEndpoint();
  const [command = '', ...args] = [
    ...guards(options.dataDir),
    options.program.file,
    ...endpoint.args,
    ...settings(options.dataDir, options.durability),
  ];
  // Detached: Ctrl-C in a terminal must reach the hub alone, which drains its work before it stops Redis.
  const child = spawn(command, args, { stdio: 'ignore', detached: true, env: environment(options.program) });
  const exited = exitOf(child);
  exited.then(endpoint.dispose, endpoint.dispose);

  const outcome = await Promise.race([exited, answering(endpoint.url, child)]);
  if (outcome === TAKEN) return undefined;
  if (child.pid === undefined || outcome !== 'ready') {
    throw new Error(`The private Redis did not start (${outcome}); see ${logIn(options.dataDir)}.`);
  }
  return {
    url: endpoint.url,
    pid: child.pid,
    kill: () => {
      child.kill('SIGKILL');
    },
    stop: () => stop(child, exited),
  };
}

const logIn = (dataDir: string) => path.join(dataDir, 'redis.log');

function settings(dataDir: string, durability: Durability): string[] {
  const keeps = durability === 'always';
  return [
    ...['--dir', dataDir],
    ...['--logfile', logIn(dataDir)],
    ...['--daemonize', 'no'],
    ...['--save', ''],
    ...['--appendonly', keeps ? 'yes' : 'no'],
    ...(keeps ? ['--appendfsync', 'always'] : []),
    // Queued work must never be dropped for want of memory: a refused write is answered 503 and comes again.
    ...['--maxmemory-policy', 'noeviction'],
  ];
}

/**
 * Programs of util-linux put in front; each replaces itself by the next, so the process stays one.
 * setpriv ends the server when the process that started it dies without a word. flock holds the data directory for as
 * long as the server lives: two servers would interleave one append-only file. Where they are missing (macOS), a server
 * may outlive a crash, and the note in the data directory lets the next start join it.
 */
function guards(dataDir: string): string[] {
  const setpriv = findOnPath('setpriv');
  const flock = findOnPath('flock');
  return [
    ...(setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'TERM']),
    ...(flock === undefined
      ? []
      : [flock, '--nonblock', '--conflict-exit-code', String(TAKEN), '--no-fork', path.join(dataDir, 'server.lock')]),
  ];
}

function environment({ libraryPath }: RedisProgram): NodeJS.ProcessEnv {
  // Redis refuses to start in a locale that the machine does not have.
  return { ...process.env, LC_ALL: 'C', ...(libraryPath && { LD_LIBRARY_PATH: libraryPath }) };
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? String(signal)));
  });
}

/** Loading a large append-only file may take long, so only the server's end ends the wait. */
async function answering(url: string, child: ChildProcess): Promise<'ready' | 'ended'> {
  while (child.exitCode === null && child.signalCode === null) {
    const answer = await probeRedis(url);
    if (answer?.pid === child.pid && answer?.ready) return 'ready';
    await delay(POLL_MS);
  }
  return 'ended';
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const abandon = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await exited;
  clearTimeout(abandon);
}
