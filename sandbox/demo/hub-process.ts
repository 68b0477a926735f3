import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { until } from './until.ts';

const PROGRAM = path.join(import.meta.dirname, '../../bin/milepost.mjs');
const READY_WITHIN_MS = 30_000;
const STOP_WITHIN_MS = 20_000;

/** How a hub is run: from a folder of its own and with this environment alone, so that nothing of the user's leaks in. */
export type HubSettings = {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly redisUrl: string;
  readonly port: number;
  /** Content of `milepost.config.yaml`. */
  readonly config: Readonly<Record<string, unknown>>;
};

export type HubProcess = {
  readonly url: string;
  readonly pid: number;
  readonly logFile: string;
  readonly isRunning: () => boolean;
  /** SIGTERM, and waits for the end; a hub that does not end is killed. Resolves to its exit code. */
  readonly stop: () => Promise<number | undefined>;
  /** Ends it at once, as a crash would. */
  readonly kill: () => Promise<void>;
};

/** Below those that systems give to connections going out, one of which could take a port between looking and listening. */
const PORTS = { first: 10_000, last: 32_000 } as const;
const PORTS_TRIED_MAX = 50;

/** A port on loopback that nobody uses at the moment. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_TRIED_MAX; tried += 1) {
    const port = randomInt(PORTS.first, PORTS.last);
    if (await isFree(port)) return port;
  }
  throw new Error('no free port');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

function variables({ folder, environment, redisUrl, port, config }: HubSettings): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'milepost.config.yaml');
  writeFileSync(file, stringify(config));
  return { HOST: '127.0.0.1', PORT: String(port), REDIS_URL: redisUrl, MILEPOST_CONFIG: file, ...environment };
}

const exitOf = (child: ChildProcess): Promise<number | undefined> =>
  new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? undefined));
    child.once('error', () => resolve(undefined));
  });

/** Whether the hub says that it can do its work. */
async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/**
 * Starts `milepost start` and waits until it is ready. Its log goes to `hub.log` in its folder, after what is there.
 * @throws with the end of the log when it ends or is not ready in time
 */
export async function startHubProcess(settings: HubSettings, args: readonly string[] = []): Promise<HubProcess> {
  const env = variables(settings);
  const logFile = path.join(settings.folder, 'hub.log');
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, [PROGRAM, 'start', ...args], {
    cwd: settings.folder,
    env,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const exited = exitOf(child);
  const url = `http://127.0.0.1:${settings.port}`;
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  try {
    await until(async () => !isRunning() || (await isReady(url)), 'the hub answers /readyz', READY_WITHIN_MS);
    if (!isRunning()) throw new Error('The hub ended while starting.');
  } catch (error) {
    await kill();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${tail(logFile)}\nLog: ${logFile}`);
  }
  return {
    url,
    pid: child.pid ?? 0,
    logFile,
    isRunning,
    kill,
    async stop() {
      child.kill('SIGTERM');
      const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      const code = await exited;
      clearTimeout(impatient);
      return code;
    },
  };
}

const tail = (file: string): string => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');

/** Runs one command of `milepost` beside the hub, with the same settings, and waits for it. */
export async function runMilepost(
  settings: HubSettings,
  args: readonly string[],
): Promise<{ readonly code: number | undefined; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: settings.folder,
    env: variables(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [code, stdout, stderr] = await Promise.all([exitOf(child), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
