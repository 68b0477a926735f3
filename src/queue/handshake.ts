import type { Redis } from 'ioredis';
import type { Keys } from './keys.ts';
import { orTryAgain } from './script.ts';

/** Notion's verification token between its handshake and the moment a person pastes it. */
export type Handshake = {
  /** The latest one counts: "Resend token" and a new subscription both send another. */
  readonly keep: (token: string) => Promise<void>;
  readonly token: () => Promise<string | undefined>;
  readonly forget: () => Promise<void>;
};

/** Whoever never pastes it starts over; a secret should not lie about for ever. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

export function createHandshake(redis: Redis, keys: Keys): Handshake {
  const key = keys.of('notion-handshake');
  return {
    keep: async (token) => {
      await orTryAgain(() => redis.set(key, token, 'EX', KEPT_SECONDS));
    },
    token: async () => (await orTryAgain(() => redis.get(key))) ?? undefined,
    forget: async () => {
      await orTryAgain(() => redis.del(key));
    },
  };
}
