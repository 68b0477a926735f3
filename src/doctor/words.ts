const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long ago, in the largest unit that still says something. */
export function ago(at: number, now: number): string {
  const ms = Math.max(0, now - at);
  if (ms < MINUTE_MS) return 'just now';
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ago`;
  return ms < 48 * HOUR_MS ? `${Math.floor(ms / HOUR_MS)} h ago` : `${Math.floor(ms / (24 * HOUR_MS))} days ago`;
}

/** Up to so many of a list, and how many more there are. */
export function some(items: readonly string[], most = 5): string {
  const more = items.length - most;
  return more > 0 ? `${items.slice(0, most).join(', ')} and ${more} more` : items.join(', ');
}

/** "1 row", "3 rows". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
