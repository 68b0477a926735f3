import type Stripe from 'stripe';
import { isNotPermitted, toFailure } from '../errors.ts';

/** Something that a restricted key has to allow, by its name in Stripe's dashboard. */
export type Permission = {
  readonly resource: string;
  readonly level: 'read' | 'write';
  readonly why: string;
  /** A call that changes nothing and needs the right to read. */
  readonly tryReading: (stripe: Stripe) => Promise<unknown>;
};

const ONE = { limit: 1 } as const;

/** What the hub needs, the least that will do. Whether a key may write shows only when something is written. */
export const PERMISSIONS: readonly Permission[] = [
  {
    resource: 'Customers',
    level: 'write',
    why: 'a customer for each client',
    tryReading: (stripe) => stripe.customers.list(ONE),
  },
  {
    resource: 'Invoices',
    level: 'write',
    why: 'making and sending invoices',
    tryReading: (stripe) => stripe.invoices.list(ONE),
  },
  {
    resource: 'Charges and Refunds',
    level: 'read',
    why: 'money that went back',
    tryReading: (stripe) => stripe.refunds.list(ONE),
  },
  {
    resource: 'PaymentIntents',
    level: 'read',
    why: 'debits and transfers under way',
    tryReading: (stripe) => stripe.paymentIntents.list(ONE),
  },
  {
    resource: 'Credit notes',
    level: 'read',
    why: 'what was credited',
    tryReading: (stripe) => stripe.creditNotes.list(ONE),
  },
  {
    resource: 'Disputes',
    level: 'read',
    why: 'chargebacks',
    tryReading: (stripe) => stripe.disputes.list(ONE),
  },
  {
    resource: 'Events',
    level: 'read',
    why: 'finding what webhooks missed',
    tryReading: (stripe) => stripe.events.list(ONE),
  },
];

/** The permissions that a key lacks, as far as reading shows it. */
export async function missingPermissions(stripe: Stripe): Promise<readonly Permission[]> {
  const missing: Permission[] = [];
  for (const permission of PERMISSIONS) {
    try {
      await permission.tryReading(stripe);
    } catch (error) {
      if (!isNotPermitted(error)) throw toFailure(error, `read ${permission.resource}`);
      missing.push(permission);
    }
  }
  return missing;
}
