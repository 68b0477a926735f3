import * as z from 'zod';
import { type Hint, SUBJECTS } from '../billing/hint.ts';

/** One entry of the inbox stream holds one batch of hints as JSON in one field. */
export const HINTS_FIELD = 'hints';

const hintSchema = z.object({
  about: z.enum(SUBJECTS),
  id: z.string().min(1),
  origin: z.string(),
  dataSource: z.string().optional(),
}) satisfies z.ZodType<Hint>;

export const encodeHints = (hints: readonly Hint[]): string => JSON.stringify(hints);

/** `dropped` counts what nobody can read; an entry never blocks those behind it. */
export type ReadEntry = { readonly hints: readonly Hint[]; readonly dropped: number };

/** @param fields the entry's field names and values, alternating; null when the entry was deleted meanwhile */
export function readEntry(fields: readonly string[] | null): ReadEntry {
  if (fields === null) return { hints: [], dropped: 0 };
  const items = fields[0] === HINTS_FIELD ? parseArray(fields[1] ?? '') : undefined;
  if (items === undefined) return { hints: [], dropped: 1 };

  const hints = items.flatMap((item) => {
    const parsed = hintSchema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
  return { hints, dropped: items.length - hints.length };
}

function parseArray(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
