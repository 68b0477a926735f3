import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';

/** A server program, and where its libraries are when they are not the system's own. */
export interface RedisProgram {
  readonly file: string;
  readonly libraryPath?: string;
}

/** Where a program lies that is installed on this machine, if it is. */
export function findOnPath(name: string, searchPath = process.env.PATH ?? ''): string | undefined {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

/**
 * The Redis server to run: one that is installed, else the copy unpacked into `cacheDir`.
 *
 * Debian ships the whole server in `redis-tools` too, under the name of its file checker: which of the two it is depends
 * on the name it is started by, so a link with the right name makes a server of it.
 */
export function findRedis(cacheDir: string, searchPath?: string): RedisProgram | undefined {
  for (const name of ['redis-server', 'valkey-server']) {
    const file = findOnPath(name, searchPath);
    if (file !== undefined) return { file };
  }
  for (const family of ['redis', 'valkey']) {
    const checker = findOnPath(`${family}-check-rdb`, searchPath);
    if (checker !== undefined) return { file: linkTo(checker, path.join(`${cacheDir}-links`, `${family}-server`)) };
  }
  return findUnpacked(cacheDir);
}

/** The copy that `unpackRedis` left below `cacheDir`. */
export function findUnpacked(cacheDir: string): RedisProgram | undefined {
  const file = path.join(cacheDir, 'usr/bin/redis-server');
  if (!isExecutable(file)) return undefined;
  const libraries = path.join(cacheDir, 'usr/lib');
  if (!existsSync(libraries)) return { file };
  // Debian keeps libraries in a folder named after the processor, such as x86_64-linux-gnu.
  const folders = readdirSync(libraries).filter((name) => name.includes('-linux-'));
  return { file, libraryPath: folders.map((name) => path.join(libraries, name)).join(path.delimiter) };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function linkTo(target: string, link: string): string {
  mkdirSync(path.dirname(link), { recursive: true });
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) {
    if (readlinkSync(link) === target) return link;
    rmSync(link);
  }
  symlinkSync(target, link);
  return link;
}
