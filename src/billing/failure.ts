/**
 * The three kinds of failure, by who can mend it.
 *
 * - {@link TryAgain}: the outside world had a bad moment; the queue repeats the work with backoff.
 * - {@link NeedsPerson}: repeating changes nothing until somebody does something; the message is shown to that person.
 * - anything else is our bug: loud, kept, and never repeated for ever.
 */
export class TryAgain extends Error {
  override readonly name = 'TryAgain';
  /** The outside asked for at least this pause, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { readonly retryAfterMs?: number | undefined; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Who can mend a failure: a role that the responsible-person rules turn into a name. */
export const ROLES = ['billing owner', 'project owner', 'account owner', 'default owner', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export class NeedsPerson extends Error {
  override readonly name = 'NeedsPerson';
  /** What to do, in words that the team understands. */
  readonly mend: string;
  readonly who: Role;

  constructor(message: string, options: { readonly mend: string; readonly who: Role; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.mend = options.mend;
    this.who = options.who;
  }
}

export type FailureKind = 'try again' | 'needs a person' | 'bug';

export function failureKind(error: unknown): FailureKind {
  if (error instanceof TryAgain) return 'try again';
  if (error instanceof NeedsPerson) return 'needs a person';
  return 'bug';
}
