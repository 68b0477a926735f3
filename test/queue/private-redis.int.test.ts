import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { launchRedis } from '../../src/queue/private-redis/launch-redis.ts';
import { probeRedis } from '../../src/queue/private-redis/probe-redis.ts';
import { readNote, writeNote } from '../../src/queue/private-redis/server-note.ts';
import { type PrivateRedisOptions, startPrivateRedis } from '../../src/queue/private-redis/start-redis.ts';
import { tempDir } from '../support/temp-dir.ts';

async function start(options: PrivateRedisOptions) {
  const redis = await startPrivateRedis(options);
  onTestFinished(redis.stop);
  return redis;
}

function connect(url: string): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: 0 });
  client.on('error', () => {}); // tests kill servers on purpose
  onTestFinished(() => client.disconnect());
  return client;
}

async function untilGone(pid: number): Promise<void> {
  const isAlive = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  while (isAlive()) await delay(5);
}

describe('a private Redis', () => {
  test('keeps every acknowledged write through a kill', async () => {
    const dataDir = tempDir();
    const first = await start({ dataDir });
    await connect(first.url).set('promise', 'kept');
    first.kill();
    await untilGone(first.pid);

    const second = await start({ dataDir });

    expect(second.joined).toBe(false);
    expect(await connect(second.url).get('promise')).toBe('kept');
  });

  test('syncs each write to disk and never evicts', async () => {
    const client = connect((await start({ dataDir: tempDir() })).url);

    expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    expect(await client.config('GET', 'appendfsync')).toEqual(['appendfsync', 'always']);
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
  });

  test('keeps others out of its data directory and its socket', async () => {
    const dataDir = path.join(tempDir(), 'data');
    const { url } = await start({ dataDir });

    expect(statSync(dataDir).mode & 0o077).toBe(0);
    expect(statSync(url).mode & 0o077).toBe(0);
  });

  test('is gone when stop returns, together with its socket', async () => {
    const redis = await start({ dataDir: tempDir() });

    await redis.stop();

    expect(() => process.kill(redis.pid, 0)).toThrow('ESRCH');
    expect(statSync(path.dirname(redis.url), { throwIfNoEntry: false })).toBeUndefined();
  });

  test('ends by itself when the process that started it is killed, and the next one clears up', async () => {
    const dataDir = tempDir();
    const starter = fileURLToPath(import.meta.resolve('../../src/queue/private-redis/start-redis.ts'));
    const script = `const { startPrivateRedis } = await import(${JSON.stringify(starter)});
      console.log((await startPrivateRedis({ dataDir: ${JSON.stringify(dataDir)} })).pid);`;
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = await once(owner.stdout, 'data');

    owner.kill('SIGKILL');

    await untilGone(Number(pid));
    const left = readNote(dataDir)?.url ?? '';
    await start({ dataDir });
    expect(existsSync(path.dirname(left))).toBe(false);
  });

  test('without durability listens on a loopback port and writes no file', async () => {
    const { url } = await start({ dataDir: tempDir(), durability: 'none', tcp: true });

    expect(url).toMatch(/^redis:\/\/127\.0\.0\.1:\d+$/);
    expect(await connect(url).config('GET', 'appendonly')).toEqual(['appendonly', 'no']);
  });
});

describe('a second start on the same data directory', () => {
  test('joins the running server and leaves it running', async () => {
    const dataDir = tempDir();
    const first = await start({ dataDir });

    const second = await start({ dataDir });
    await second.stop();

    expect(second).toMatchObject({ joined: true, pid: first.pid, url: first.url });
    expect(await probeRedis(first.url)).toEqual({ pid: first.pid, ready: true });
  });

  test('at the same instant still makes one server', async () => {
    const dataDir = tempDir();

    const all = await Promise.all([start({ dataDir }), start({ dataDir }), start({ dataDir })]);

    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
    expect(all.filter(({ joined }) => !joined)).toHaveLength(1);
  });

  test('while the first server is ending waits for it and then starts its own', async () => {
    const dataDir = tempDir();
    const first = await start({ dataDir });

    const [, second] = await Promise.all([first.stop(), start({ dataDir })]);
    // Joined just before the end is as right as started just after it; what is wrong is two servers.
    const third = second.pid === first.pid ? await start({ dataDir }) : second;

    expect(third.pid).not.toBe(first.pid);
    expect(await probeRedis(third.url)).toEqual({ pid: third.pid, ready: true });
  });
});

test('a program that is no Redis ends the start with its log named', async () => {
  const dataDir = tempDir();

  const launch = launchRedis({ program: { file: '/bin/false' }, dataDir, durability: 'none', tcp: false });

  await expect(launch).rejects.toThrow(`did not start (1); see ${dataDir}/redis.log`);
});

test('a server that answers at the noted address but is another process is not joined', async () => {
  const dataDir = tempDir();
  const stranger = await start({ dataDir: tempDir(), tcp: true });
  writeNote(dataDir, { pid: process.pid, url: stranger.url });

  const redis = await start({ dataDir });

  expect(redis.joined).toBe(false);
  expect(redis.pid).not.toBe(stranger.pid);
});
