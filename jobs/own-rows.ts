import { z } from 'zod';
import type { Memory } from './ports.ts';

/** Values of hub-owned properties, as they were written. */
const Values = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
export type Written = z.infer<typeof Values>;

/** Rows that the hub writes on. */
export type OwnRow = 'milestones' | 'projects' | 'clients' | 'deals';

const Attempts = z.array(Values);

/** More writes than that without one look that came to its end have other troubles. */
const ATTEMPTS_MAX = 10;

const shownOf = (row: OwnRow): string => `${row} shown`;
const attemptsOf = (row: OwnRow): string => `${row} written`;

function parsed<T>(schema: z.ZodType<T>, json: string | undefined): T | undefined {
  return json === undefined ? undefined : schema.safeParse(JSON.parse(json)).data;
}

/**
 * Notes what is about to be written. Whatever stands there later and was never written by us is known to be a hand edit, also
 * after a crash between the note, the write and the look's end.
 */
export async function noteWrite(memory: Memory, row: OwnRow, id: string, changes: object): Promise<void> {
  const before = parsed(Attempts, await memory.fingerprint(attemptsOf(row), id)) ?? [];
  const attempts = [...before, changes].slice(-ATTEMPTS_MAX);
  await memory.rememberFingerprint(attemptsOf(row), id, JSON.stringify(attempts));
}

/**
 * What the hub has last shown on a row, and what it was about to write since.
 * @returns `shown` is undefined when no look has come to its end since Redis was lost: then nobody can tell who wrote what
 */
export async function lastWritten(
  memory: Memory,
  row: OwnRow,
  id: string,
): Promise<{ readonly shown: Written | undefined; readonly attempts: readonly Written[] }> {
  const shown = parsed(Values, await memory.fingerprint(shownOf(row), id));
  return { shown, attempts: parsed(Attempts, await memory.fingerprint(attemptsOf(row), id)) ?? [] };
}

/** Notes what the hub's own part of a row says at the end of a look. */
export async function rememberShown(memory: Memory, row: OwnRow, id: string, shown: object): Promise<void> {
  await memory.rememberFingerprint(shownOf(row), id, JSON.stringify(shown));
  await memory.rememberFingerprint(attemptsOf(row), id, '[]');
}
