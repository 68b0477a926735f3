import type { Logger } from 'pino';

const ASK_AGAIN_MS = 30_000;

/**
 * Who we are in Notion, asked in the background. Until the answer is there our own writes come back as hints, which costs a
 * few reads and nothing else.
 */
export function ownIdentity(
  ask: () => Promise<string>,
  log: Logger,
  now: () => number = Date.now,
): () => string | undefined {
  let known: string | undefined;
  let askedAt = Number.NEGATIVE_INFINITY;
  const refresh = (): void => {
    if (known !== undefined || now() - askedAt < ASK_AGAIN_MS) return;
    askedAt = now();
    ask().then(
      (id) => {
        known = id;
      },
      (error: unknown) =>
        log.warn(
          { reason: error instanceof Error ? error.message : String(error) },
          'own Notion identity not known yet',
        ),
    );
  };
  refresh();
  return () => {
    refresh();
    return known;
  };
}
