import { chmodSync, mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findRedis } from '../../src/queue/private-redis/find-redis.ts';
import { obtainRedis } from '../../src/queue/private-redis/obtain-redis.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A PATH of one folder that holds these shell scripts; their own commands come from the system's folders. */
function pathWith(programs: Record<string, string>): string {
  const folder = tempDir();
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
    chmodSync(path.join(folder, name), 0o755);
  }
  return folder;
}

// Do as the real tools: one leaves an archive in the cache it was given, the other fills the folder it was given.
const APT_GET = `for option in "$@"; do case "$option" in Dir::Cache=*) cache="\${option#Dir::Cache=}";; esac; done
touch "$cache/archives/redis-tools.deb"`;
const DPKG_DEB = `mkdir -p "$3/usr/bin" "$3/usr/lib/x86_64-linux-gnu"
printf '#!/bin/sh\\nexit 0\\n' > "$3/usr/bin/redis-check-rdb"; chmod +x "$3/usr/bin/redis-check-rdb"`;

describe('finding a Redis server', () => {
  test('prefers redis-server, then valkey-server, on the PATH', () => {
    const both = pathWith({ 'redis-server': '', 'valkey-server': '' });
    const valkey = pathWith({ 'valkey-server': '' });

    expect(findRedis(tempDir(), both)).toEqual({ file: path.join(both, 'redis-server') });
    expect(findRedis(tempDir(), valkey)).toEqual({ file: path.join(valkey, 'valkey-server') });
  });

  test('makes a server of redis-check-rdb, which is one under another name', () => {
    const cacheDir = path.join(tempDir(), 'cache');
    const searchPath = pathWith({ 'redis-check-rdb': '' });

    expect(path.basename(findRedis(cacheDir, searchPath)?.file ?? '')).toBe('redis-server');
    expect(findRedis(cacheDir, searchPath)).toEqual(findRedis(cacheDir, searchPath));
  });

  test('follows redis-check-rdb to where it has moved', () => {
    const cacheDir = path.join(tempDir(), 'cache');
    const before = pathWith({ 'redis-check-rdb': '' });
    const after = pathWith({ 'redis-check-rdb': '' });
    findRedis(cacheDir, before);

    const { file = '' } = findRedis(cacheDir, after) ?? {};

    expect(readlinkSync(file)).toBe(path.join(after, 'redis-check-rdb'));
  });

  test('finds nothing where there is nothing', () => {
    expect(findRedis(tempDir(), pathWith({}))).toBeUndefined();
  });
});

describe('a machine without Redis', () => {
  test('gets one unpacked from its packages, is told so once, and finds it the next time', async () => {
    const cacheDir = path.join(tempDir(), 'deep/cache');
    const searchPath = pathWith({ 'apt-get': APT_GET, 'dpkg-deb': DPKG_DEB });
    const told: string[] = [];
    const options = { cacheDir, searchPath, tell: (line: string) => told.push(line) };

    const unpacked = await obtainRedis(options);
    const again = await obtainRedis(options);

    expect(unpacked).toEqual({
      file: path.join(cacheDir, 'usr/bin/redis-server'),
      libraryPath: path.join(cacheDir, 'usr/lib/x86_64-linux-gnu'),
    });
    expect(again).toEqual(unpacked);
    expect(told).toHaveLength(1);
    expect(readdirSync(path.dirname(cacheDir))).toEqual(['cache']);
  });

  test('gets it also where an unusable copy is in the way', async () => {
    const cacheDir = path.join(tempDir(), 'cache');
    mkdirSync(path.join(cacheDir, 'usr/bin'), { recursive: true });
    writeFileSync(path.join(cacheDir, 'usr/bin/redis-server'), 'half of it');

    const unpacked = await obtainRedis({
      cacheDir,
      searchPath: pathWith({ 'apt-get': APT_GET, 'dpkg-deb': DPKG_DEB }),
    });

    expect(unpacked.file).toBe(path.join(cacheDir, 'usr/bin/redis-server'));
  });

  test('gets one copy when two processes unpack at once', async () => {
    const cacheDir = path.join(tempDir(), 'cache');
    const searchPath = pathWith({ 'apt-get': APT_GET, 'dpkg-deb': DPKG_DEB });

    const both = await Promise.all([obtainRedis({ cacheDir, searchPath }), obtainRedis({ cacheDir, searchPath })]);

    expect(both[0]).toEqual(both[1]);
    expect(readdirSync(path.dirname(cacheDir))).toEqual(['cache']);
  });

  test('hears why unpacking failed, what to set and what to install', async () => {
    const searchPath = pathWith({ 'apt-get': 'echo "E: Could not resolve deb.example.test" >&2; exit 100' });

    const obtained = obtainRedis({ cacheDir: path.join(tempDir(), 'cache'), searchPath });

    await expect(obtained).rejects.toThrow(/Set REDIS_URL to .*`sudo apt-get install redis-server`/);
    await expect(obtained).rejects.toThrow('apt-get: E: Could not resolve deb.example.test');
  });

  test.each([
    { manager: 'dnf', command: '`sudo dnf install redis`.' },
    { manager: 'brew', command: '`brew install redis`.' },
  ])('hears the command of its own package manager ($manager)', async ({ manager, command }) => {
    const obtained = obtainRedis({ cacheDir: tempDir(), searchPath: pathWith({ [manager]: '' }) });

    await expect(obtained).rejects.toThrow(`or install one: ${command}`);
  });
});
