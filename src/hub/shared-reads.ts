import type { RowEdits } from './row-edits.ts';

type Read<T> = (id: string) => Promise<T>;

/** No longer than a look takes from reading to acting, in which an edit goes unseen just as well. */
const SHARED_MS = 2_000;

/**
 * Reads a row once for looks that need it at the same time: milestones that are approved together rest on the same project
 * and client. What was read before the last known edit is never used, because that edit is why somebody looks.
 * @param now milliseconds that only grow
 */
export function shareReads<T>(
  read: Read<T>,
  edits: Pick<RowEdits, 'mark'>,
  now: () => number = () => performance.now(),
): Read<T> {
  const known = new Map<string, { readonly mark: string; readonly at: number; readonly row: Promise<T> }>();
  const forgetOld = (): void => {
    for (const [id, { at }] of known) if (now() - at >= SHARED_MS) known.delete(id);
  };
  return async (id) => {
    const mark = await edits.mark(id); // asked before the row is read: an edit in between counts as unseen
    forgetOld();
    const shared = known.get(id);
    if (shared?.mark === mark) return await shared.row;
    const entry = { mark, at: now(), row: read(id) };
    known.set(id, entry);
    entry.row.catch(() => {
      if (known.get(id) === entry) known.delete(id); // the next one tries for itself
    });
    return await entry.row;
  };
}
