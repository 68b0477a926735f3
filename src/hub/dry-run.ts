import type { JobContext } from '../../jobs/ports.ts';
import type { Services, Storage } from './foundation.ts';

/** A write that a dry run held back. */
export type Intended = { readonly write: string; readonly id: string; readonly changes: object };

/** Reads as usual, remembers nothing, decides as in shadow mode: no action is asked of Stripe. */
export function dryContext(context: JobContext): JobContext {
  return {
    ...context,
    policy: { ...context.policy, shadow: true },
    memory: {
      ...context.memory,
      firstSeen: async (_kind, _id, _fingerprint, now) => now,
      rememberFingerprint: async () => {},
      moveCursor: async () => {},
    },
    lookAgain: async () => {},
  };
}

/** Services whose writes are noted instead of made. */
export function dryServices(
  { notion, stripe, sheets }: Pick<Services, 'notion' | 'stripe' | 'sheets'>,
  intended: Intended[],
) {
  const note = (write: string) => async (id: string, changes: object | string) => {
    intended.push({ write, id, changes: typeof changes === 'string' ? { value: changes } : changes });
  };
  return {
    notion: {
      ...notion,
      showOnMilestone: note('show on milestone'),
      showOnProject: note('show on project'),
      linkStripeCustomer: note('link Stripe customer'),
    },
    stripe,
    sheets,
  };
}

/** The clock list and the notes about ourselves stay as they are; a dry run looks at no milestone for the clock's sake. */
export function readOnly(storage: Storage): Storage {
  return {
    ...storage,
    lookAgain: {
      ...storage.lookAgain,
      set: async () => {},
      due: async () => ({ ids: [], until: 0 }),
      settle: async () => {},
    },
    lastSeen: { ...storage.lastSeen, note: async () => {} },
  };
}
