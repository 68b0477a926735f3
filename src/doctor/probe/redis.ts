import type { Redis } from 'ioredis';
import { orTryAgain } from '../../queue/script.ts';
import type { RedisFacts } from '../judge/redis.ts';

/** What Redis says of itself. Managed services refuse CONFIG, so most is read from INFO. */
export async function probeRedis(redis: Redis): Promise<RedisFacts> {
  const info = fieldsOf(await orTryAgain(() => redis.info()));
  const number = (name: string): number => Number(info.get(name) ?? 0);
  return {
    program: info.has('valkey_version') || info.get('server_name') === 'valkey' ? 'Valkey' : 'Redis',
    version: info.get('valkey_version') ?? info.get('redis_version') ?? '',
    isReplica: info.get('role') === 'slave',
    keepsLog: info.get('aof_enabled') === '1',
    logWritten: info.get('aof_last_write_status') !== 'err',
    sync: await syncPolicy(redis),
    policy: info.get('maxmemory_policy') ?? '',
    memoryUsed: number('used_memory'),
    memoryMax: number('maxmemory'),
  };
}

const fieldsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 || line.startsWith('#') ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );

async function syncPolicy(redis: Redis): Promise<string | undefined> {
  const answer: unknown = await redis.config('GET', 'appendfsync').catch(() => undefined);
  if (Array.isArray(answer)) return answer[1] === undefined ? undefined : String(answer[1]);
  return typeof answer === 'object' && answer !== null && 'appendfsync' in answer
    ? String(answer.appendfsync)
    : undefined;
}
