import type { Memory as Port } from '../../../jobs/ports.ts';
import type { Instant } from '../../../src/billing/calendar.ts';

/** What the hub may forget, kept in plain maps that can be copied. */
export type Memory = Port & { readonly forget: () => void; readonly fork: () => Memory };

type Seen = { readonly fingerprint: string; readonly at: Instant };

export function newMemory(
  seen = new Map<string, Seen>(),
  prints = new Map<string, string>(),
  cursors = new Map<string, Instant>(),
): Memory {
  return {
    async firstSeen(kind, id, fingerprint, now) {
      const known = seen.get(`${kind} ${id}`);
      if (known?.fingerprint === fingerprint) return known.at;
      seen.set(`${kind} ${id}`, { fingerprint, at: now });
      return now;
    },
    async seenSince(kind, id, fingerprint) {
      const known = seen.get(`${kind} ${id}`);
      return known?.fingerprint === fingerprint ? known.at : undefined;
    },
    fingerprint: async (kind, id) => prints.get(`${kind} ${id}`),
    fingerprints: async (kind) =>
      Object.fromEntries(
        [...prints].flatMap(([key, print]) =>
          key.startsWith(`${kind} `) ? [[key.slice(kind.length + 1), print]] : [],
        ),
      ),
    rememberFingerprint: async (kind, id, print) => void prints.set(`${kind} ${id}`, print),
    cursor: async (name) => cursors.get(name),
    moveCursor: async (name, to) => void cursors.set(name, to),
    forget() {
      for (const map of [seen, prints, cursors]) map.clear();
    },
    fork: () => newMemory(new Map(seen), new Map(prints), new Map(cursors)),
  };
}
