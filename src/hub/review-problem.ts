import type { Memory } from '../../jobs/ports.ts';
import { type Instant, toIso } from '../billing/calendar.ts';
import { NeedsPerson } from '../billing/failure.ts';

const KIND = 'review problem';
const ID = 'sheet';

/** Why the weekly review cannot be written, and since when. */
export type ReviewProblem = { readonly since: string; readonly words: string };

type Around = {
  readonly memory: Pick<Memory, 'fingerprint' | 'rememberFingerprint'>;
  readonly now: Instant;
  /** Tells the team in Notion; that it fails changes nothing. Absent in a dry run. */
  readonly say: ((words: string) => Promise<void>) | undefined;
};

/**
 * Runs the weekly review; what a person has to mend is seen in `status` until it was written, and said to the team once. It is tried
 * again meanwhile.
 */
export async function withProblemNoted<T>({ memory, now, say }: Around, run: () => Promise<T>): Promise<T> {
  try {
    const done = await run();
    if ((await reviewProblem(memory)) !== undefined) await memory.rememberFingerprint(KIND, ID, '');
    return done;
  } catch (error) {
    if (error instanceof NeedsPerson) await note({ memory, now, say }, `${error.message}. ${error.mend}`);
    throw error;
  }
}

async function note({ memory, now, say }: Around, words: string): Promise<void> {
  const known = await reviewProblem(memory);
  if (known?.words === words) return;
  await memory.rememberFingerprint(KIND, ID, `${known?.since ?? toIso(now)} ${words}`);
  await say?.(`The weekly review cannot be written: ${words} It is tried again until it is.`).catch(() => undefined);
}

/** Undefined when nothing is known to be wrong. */
export async function reviewProblem(memory: Pick<Memory, 'fingerprint'>): Promise<ReviewProblem | undefined> {
  const [, since, words] = /^(\S+) (.*)$/s.exec((await memory.fingerprint(KIND, ID)) ?? '') ?? [];
  return since === undefined || words === undefined ? undefined : { since, words };
}
