import type { Author } from '../model.ts';
import type { Change } from './change.ts';

/** Changes of one entity and type that leave as one event. */
export type Gathered = { readonly change: Change; readonly authors: readonly Author[] };

const keyOf = (change: Change): string => `${change.entity.id} ${change.type}`;

const OPPOSITE: Readonly<Record<string, string>> = {
  'page.deleted': 'page.undeleted',
  'page.undeleted': 'page.deleted',
};

const uniqueBy = <T>(items: readonly T[], key: (item: T) => string): T[] => [
  ...new Map(items.map((item) => [key(item), item])).values(),
];

function mergeChange(first: Change, next: Change): Change {
  const latest = { ...first, at: next.at };
  if (latest.type === 'page.properties_updated' && next.type === 'page.properties_updated') {
    const ids = uniqueBy([...latest.values, ...next.values], ({ id }) => id).map(({ id }) => id);
    const values = ids.map((id) => {
      const before = [...latest.values, ...next.values].find((value) => value.id === id)?.before ?? '';
      const after = [...next.values, ...latest.values].find((value) => value.id === id)?.after ?? '';
      return { id, before, after };
    });
    return { ...latest, values };
  }
  if ('blocks' in latest && 'blocks' in next)
    return { ...latest, blocks: uniqueBy([...latest.blocks, ...next.blocks], ({ id }) => id) };
  if ('schema' in latest && 'schema' in next) return { ...latest, schema: [...latest.schema, ...next.schema] };
  return latest;
}

/** What is left after changes that returned to where they began were taken out; undefined when nothing is. */
function netChange(change: Change): Change | undefined {
  if (change.type !== 'page.properties_updated') return change;
  const values = change.values.filter(({ before, after }) => before !== after);
  return values.length > 0 ? { ...change, values } : undefined;
}

/**
 * Gathers changes per entity and type for `windowMs` and hands each gathered group over once. A change that is undone
 * within the window leaves no trace, and what happens to a page just created is part of its creation.
 */
export function createAggregator(windowMs: number, release: (group: Gathered) => void) {
  const open = new Map<string, { group: Gathered; timer: NodeJS.Timeout }>();

  const discard = (key: string): void => {
    clearTimeout(open.get(key)?.timer);
    open.delete(key);
  };
  const flush = (key: string): void => {
    const group = open.get(key)?.group;
    discard(key);
    const change = group && netChange(group.change);
    if (group && change) release({ ...group, change });
  };

  const absorbed = (change: Change): boolean => {
    const { id } = change.entity;
    const created = open.has(`${id} page.created`);
    if (change.type === 'page.deleted' && created) {
      for (const key of [...open.keys()].filter((entry) => entry.startsWith(id))) discard(key);
      return true;
    }
    if (created && change.type !== 'page.created' && change.entity.type === 'page') return true;
    const opposite = `${id} ${OPPOSITE[change.type]}`;
    if (!open.has(opposite)) return false;
    discard(opposite);
    return true;
  };

  return {
    add(change: Change): void {
      if (change.type === 'comment.created') {
        release({ change, authors: [change.author] });
        return;
      }
      if (absorbed(change)) return;
      const key = keyOf(change);
      const waiting = open.get(key);
      if (!waiting) {
        const timer = setTimeout(() => flush(key), windowMs);
        open.set(key, { group: { change, authors: [change.author] }, timer });
        return;
      }
      const { group } = waiting;
      waiting.group = {
        change: mergeChange(group.change, change),
        authors: uniqueBy([...group.authors, change.author], ({ id }) => id),
      };
    },
    waiting: (): number => open.size,
    /** Forgets what waits and stops all timers. */
    clear: (): void => {
      for (const key of [...open.keys()]) discard(key);
    },
  };
}
