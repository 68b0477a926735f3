const WITHIN_MS = 10_000;

/** The middle of the second that the header names. */
const HALF_A_SECOND_MS = 500;

/**
 * How far the clock of a service is ahead of ours in milliseconds, from the `Date` of any answer: nobody has to let us in for
 * that. Undefined when there is no answer.
 */
export async function probeClock(url: string, now: () => number): Promise<number | undefined> {
  try {
    const sentAt = now();
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
    const cameAt = now();
    await response.body?.cancel();
    const theirs = Date.parse(response.headers.get('date') ?? '');
    return Number.isNaN(theirs) ? undefined : theirs + HALF_A_SECOND_MS - (sentAt + cameAt) / 2;
  } catch {
    return undefined;
  }
}
