import { type Finding, green, red, type Subject, yellow } from '../finding.ts';

export type RedisFacts = {
  readonly program: 'Redis' | 'Valkey';
  readonly version: string;
  readonly isReplica: boolean;
  /** An append-only file is written. */
  readonly keepsLog: boolean;
  /** The last write to it went well. */
  readonly logWritten: boolean;
  /** How often it reaches the disk; undefined where the server does not say. */
  readonly sync: string | undefined;
  /** What is dropped when memory runs out. */
  readonly policy: string;
  /** Bytes. */
  readonly memoryUsed: number;
  /** Bytes; 0: no limit. */
  readonly memoryMax: number;
};

const about = (id: string, what: string): Subject => ({ id: `redis.${id}`, area: 'Redis', what });

export const REDIS_REACHABLE = about('reachable', 'Connection');

/** The same kind of server may be ours or somebody's: who runs it decides how it is mended. */
export function judgeRedis(facts: RedisFacts, isOwn: boolean): readonly Finding[] {
  return [
    facts.isReplica
      ? red(REDIS_REACHABLE, 'this is a replica, which takes no writes', 'Set REDIS_URL to the primary.')
      : green(REDIS_REACHABLE, isOwn ? 'a private one, started here' : 'answers'),
    versionOf(facts),
    persistenceOf(facts),
    evictionOf(facts),
    memoryOf(facts),
  ];
}

function versionOf({ program, version }: RedisFacts): Finding {
  const subject = about('version', 'Version');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 2)
    ? green(subject, `${program} ${version}`)
    : red(subject, `${program} ${version} lacks commands that are needed`, 'Install Redis 6.2 or newer.');
}

const LOG_MEND = 'Set appendonly yes and appendfsync always (everysec at least) in redis.conf, and restart Redis.';

function persistenceOf({ keepsLog, logWritten, sync }: RedisFacts): Finding {
  const subject = about('persistence', 'Persistence');
  if (!keepsLog)
    return yellow(
      subject,
      'no append-only file: a restart loses webhooks that were answered, until a sweep finds what they told of',
      LOG_MEND,
    );
  if (!logWritten)
    return red(subject, 'the append-only file cannot be written', 'Look for a full disk, or one that is read-only.');
  if (sync === 'no') return yellow(subject, 'the append-only file reaches the disk by chance', LOG_MEND);
  return green(subject, `append-only file, ${sync === undefined ? 'as the server decides' : `fsync ${sync}`}`);
}

function evictionOf({ policy, memoryMax }: RedisFacts): Finding {
  const subject = about('eviction', 'When memory runs out');
  const mend = 'Set maxmemory-policy noeviction.';
  if (policy === 'noeviction') return green(subject, 'writes are refused, and nothing is dropped');
  const why = `maxmemory-policy is ${policy}`;
  return memoryMax === 0
    ? yellow(subject, `${why}: it drops queued work as soon as somebody sets a limit`, mend)
    : red(subject, `${why}: queued work is dropped without a word`, mend);
}

const NEARLY_FULL = 0.75;
const FULL = 0.95;
const MB = 1024 * 1024;

function memoryOf({ memoryUsed, memoryMax }: RedisFacts): Finding {
  const subject = about('memory', 'Memory');
  const used = `${Math.ceil(memoryUsed / MB)} MB`;
  if (memoryMax === 0) return green(subject, `${used} used, no limit`);
  const why = `${used} of ${Math.ceil(memoryMax / MB)} MB used`;
  const mend = 'Raise maxmemory, or look in /admin why work piles up.';
  if (memoryUsed > FULL * memoryMax) return red(subject, `${why}: webhooks are refused`, mend);
  return memoryUsed > NEARLY_FULL * memoryMax ? yellow(subject, why, mend) : green(subject, why);
}
