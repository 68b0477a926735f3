import { orTryAgain } from '../queue/script.ts';
import type { Storage } from './foundation.ts';

/** Remembers, for all processes, that a row in Notion was edited a moment ago. */
export type RowEdits = {
  readonly note: (id: string) => Promise<void>;
  /** Another text after each edit. */
  readonly mark: (id: string) => Promise<string>;
};

/** Far longer than anybody keeps what was read. */
const KEPT_SECONDS = 60;

export function createRowEdits({ redis, keys }: Pick<Storage, 'redis' | 'keys'>): RowEdits {
  const keyOf = (id: string): string => keys.of('edits', id);
  return {
    note: async (id) => {
      await orTryAgain(() => redis.multi().incr(keyOf(id)).expire(keyOf(id), KEPT_SECONDS).exec());
    },
    mark: async (id) => (await orTryAgain(() => redis.get(keyOf(id)))) ?? '',
  };
}
