import path from 'node:path';
import { findOnPath, findRedis, type RedisProgram } from './find-redis.ts';
import { unpackRedis } from './unpack-redis.ts';

/** Kept with the project rather than with the data: one copy serves every working directory. */
export const REDIS_CACHE_DIR = path.join(import.meta.dirname, '../../../.milepost/redis-program');

export interface ObtainOptions {
  readonly cacheDir?: string;
  readonly searchPath?: string;
  /** Told once, in a line for people, before anything takes longer than a moment. */
  readonly tell?: (line: string) => void;
}

/** A Redis server program: the installed one, else one unpacked from the system's packages, else one clear error. */
export async function obtainRedis({
  cacheDir = REDIS_CACHE_DIR,
  searchPath,
  tell,
}: ObtainOptions = {}): Promise<RedisProgram> {
  const found = findRedis(cacheDir, searchPath);
  if (found !== undefined) return found;
  if (findOnPath('apt-get', searchPath) === undefined) throw new Error(missingRedisMessage(searchPath));
  tell?.('No Redis found: unpacking one from the system packages (once, a few seconds)…');
  try {
    return await unpackRedis(cacheDir, searchPath);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${missingRedisMessage(searchPath)}\nUnpacking one from the system packages failed: ${why}`, {
      cause: error,
    });
  }
}

const INSTALL_COMMANDS = [
  ['apt-get', 'sudo apt-get install redis-server'],
  ['dnf', 'sudo dnf install redis'],
  ['brew', 'brew install redis'],
] as const;

/** What to do about a missing Redis, with the command of this machine's own package manager. */
export function missingRedisMessage(searchPath?: string): string {
  const here = INSTALL_COMMANDS.filter(([manager]) => findOnPath(manager, searchPath) !== undefined);
  const commands = (here.length > 0 ? here : INSTALL_COMMANDS).map(([, command]) => `\`${command}\``);
  return `No Redis server found. Set REDIS_URL to a Redis 6.2 or newer (maxmemory-policy noeviction), or install one: ${commands.join(' or ')}.`;
}
