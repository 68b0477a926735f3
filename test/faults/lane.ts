import { Redis } from 'ioredis';
import { type GoogleSandbox, startGoogle } from '../../sandbox/google/index.ts';
import { createClock } from '../../sandbox/kit/clock.ts';
import { type MailSandbox, startMail } from '../../sandbox/mail/index.ts';
import { createKeys, type Keys } from '../../src/queue/keys.ts';
import { createWorkQueue, type WorkQueue } from '../../src/queue/work.ts';

/** What runs that follow each other share: a database of a Redis, a mail server, and a Google, which takes long to start. */
export type Lane = {
  readonly redisUrl: string;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly queue: WorkQueue;
  readonly google: GoogleSandbox;
  readonly mail: MailSandbox;
  readonly close: () => Promise<void>;
};

const PLENTY = 1_000_000;

/** @param database of that Redis: everything in it is emptied again and again */
export async function openLane(redisServer: string, database: number): Promise<Lane> {
  const redisUrl = `${redisServer}/${database}`;
  const redis = new Redis(redisUrl);
  const keys = createKeys();
  const queue = createWorkQueue(redis, keys);
  const google = await startGoogle({
    clock: createClock(),
    quota: { readPerUser: PLENTY, readPerProject: PLENTY, writePerUser: PLENTY, writePerProject: PLENTY },
  });
  const mail = await startMail({ clock: createClock() });
  return {
    redisUrl,
    redis,
    keys,
    queue,
    google,
    mail,
    async close() {
      await queue.close();
      redis.disconnect();
      await google.close();
      await mail.close();
    },
  };
}
