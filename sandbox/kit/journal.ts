import type { MiddlewareHandler } from 'hono';

/** One request that a sandbox server answered, in order of arrival. `at` is real time in milliseconds, for rate checks. */
export type JournalEntry = { readonly at: number; readonly method: string; readonly path: string; status: number };

export type Journal = {
  readonly entries: () => readonly JournalEntry[];
  readonly clear: () => void;
  readonly middleware: MiddlewareHandler;
};

const ENTRIES_MAX = 100_000;

/** Remembers what was asked, so that a test can count calls. */
export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  return {
    entries: () => entries,
    clear: () => {
      entries = [];
    },
    middleware: async (c, proceed) => {
      const entry: JournalEntry = { at: Date.now(), method: c.req.method, path: c.req.path, status: 0 };
      if (entries.length < ENTRIES_MAX) entries.push(entry);
      await proceed();
      entry.status = c.res.status;
    },
  };
}
