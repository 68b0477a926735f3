import type { Finding } from '../finding.ts';
import { judgeClock } from '../judge/clocks.ts';
import { probeClock } from '../probe/clock.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Examined } from './area.ts';

/** How far this machine's clock is from those of the services and of Redis. */
export async function examineClocks({ pieces, storage, now }: Examined): Promise<readonly Finding[]> {
  const { notion, stripe, google } = pieces;
  const services = [
    { service: 'Notion', url: notion && `${notion.apiUrl}/v1/users/me` },
    { service: 'Stripe', url: stripe && `${stripe.apiUrl}/v1/account` },
    { service: 'Google', url: google?.tokenUrl },
  ];
  const tasks = services.flatMap(({ service, url }) =>
    url === undefined ? [] : [async () => judgeClock({ service, aheadMs: await probeClock(url, now) })],
  );
  const redis =
    storage === undefined
      ? []
      : [async () => judgeClock({ service: 'Redis', aheadMs: await redisAhead(storage, now) })];
  return await sideBySide(2, [...tasks, ...redis]);
}

async function redisAhead({ redis }: NonNullable<Examined['storage']>, now: () => number): Promise<number | undefined> {
  try {
    const sentAt = now();
    const [seconds, micros] = await redis.time();
    return Number(seconds) * 1000 + Number(micros) / 1000 - (sentAt + now()) / 2;
  } catch {
    return undefined;
  }
}
