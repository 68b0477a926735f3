import type { Redis } from 'ioredis';
import { TryAgain } from '../billing/failure.ts';

/** A Lua script that Redis runs as one step. */
export type Script = {
  readonly lua: string;
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
};

/** Like every question to Redis in this folder: trouble with it is a bad moment, never a bug of whoever asked. */
export async function runScript(redis: Redis, { lua, keys, args }: Script): Promise<unknown> {
  return await orTryAgain(() => redis.eval(lua, keys.length, ...keys, ...args));
}

export async function orTryAgain<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw new TryAgain('Redis does not answer', { cause: error });
  }
}
