import { z } from 'zod';
import type { Memory } from './ports.ts';

const Values = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** What the hub has last shown on a row of a project or client; unknown once Redis was lost. */
export async function lastShown(
  memory: Memory,
  kind: 'projects' | 'clients',
  id: string,
): Promise<z.infer<typeof Values> | undefined> {
  const json = await memory.fingerprint(`${kind} shown`, id);
  return json === undefined ? undefined : Values.safeParse(JSON.parse(json)).data;
}

/** Noted once it is written, so that a sweep sees whether anybody changed it by hand. */
export const rememberShown = (memory: Memory, kind: 'projects' | 'clients', id: string, shown: object): Promise<void> =>
  memory.rememberFingerprint(`${kind} shown`, id, JSON.stringify(shown));
