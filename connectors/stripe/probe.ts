import Stripe from 'stripe';
import { z } from 'zod';
import { type Instant, instantFromSeconds } from '../../src/billing/calendar.ts';
import { NeedsPerson } from '../../src/billing/failure.ts';
import { parseAnswer } from '../answer.ts';
import { openStripe, type StripeOptions } from './client.ts';
import { calling, isMissing, isNotPermitted, toFailure } from './errors.ts';
import { HINT_TYPES } from './event-hints.ts';
import { METADATA } from './invoice.ts';
import { listEndpoints } from './setup/endpoint.ts';
import { PERMISSIONS } from './setup/permissions.ts';

const AccountObject = z.looseObject({
  charges_enabled: z.boolean().nullish().catch(undefined),
  settings: z
    .looseObject({ dashboard: z.looseObject({ display_name: z.string().nullish() }).nullish() })
    .nullish()
    .catch(undefined),
});
const Events = z.looseObject({
  data: z.array(
    z.looseObject({ type: z.string(), created: z.number(), livemode: z.boolean(), pending_webhooks: z.number() }),
  ),
  has_more: z.boolean(),
});
const Invoices = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      number: z.string().nullish(),
      auto_advance: z.boolean().nullish(),
      metadata: z.record(z.string(), z.string()).nullish(),
    }),
  ),
});

/** A right that a key needs, and what Stripe says about it. `named`: the permission in Stripe's own terms, where it names it. */
export type KeyRight = {
  readonly resource: string;
  readonly level: 'read' | 'write';
  readonly why: string;
  readonly isThere: boolean;
  readonly named: string | undefined;
};

/** Events of the last day that some endpoint has not taken. `more`: there are others beyond those that were counted. */
export type Undelivered = { readonly count: number; readonly more: boolean; readonly newestAt: Instant | undefined };

export type StripeProbe = ReturnType<typeof createStripeProbe>;

/** Questions to Stripe that change nothing, for a check-up. */
export function createStripeProbe(options: StripeOptions) {
  const stripe = openStripe(options);
  return {
    /** What the account says of itself; nothing where the key may not see it. @throws NeedsPerson when the key is refused */
    async account(): Promise<{ readonly name: string; readonly chargesEnabled: boolean | undefined }> {
      const answer = await permitted('read the account', () => stripe.accounts.retrieveCurrent());
      if (answer === undefined) return { name: '', chargesEnabled: undefined };
      const { charges_enabled: chargesEnabled, settings } = parseAnswer(AccountObject, answer, 'a Stripe account');
      return { name: settings?.dashboard?.display_name ?? '', chargesEnabled: chargesEnabled ?? undefined };
    },
    rights: () => keyRights(stripe),
    endpoints: () => listEndpoints(stripe),
    /** Undefined when the key may not read events. */
    undelivered: (from: Instant, to: Instant) => undelivered(stripe, from, to),
    /** Whether the newest event is one of live mode; undefined where there is none, or the key may not see it. */
    async newestIsLive(): Promise<boolean | undefined> {
      const answer = await permitted('list events', () => stripe.events.list({ limit: 1 }));
      return answer === undefined ? undefined : parseAnswer(Events, answer, 'a Stripe list').data[0]?.livemode;
    },
    /** Numbers of open invoices of ours that Stripe may remind of by itself; undefined when the key may not read them. */
    async remindedByStripe(): Promise<readonly string[] | undefined> {
      const answer = await permitted('list open invoices', () =>
        stripe.invoices.list({ status: 'open', limit: LOOKED_AT }),
      );
      if (answer === undefined) return undefined;
      return parseAnswer(Invoices, answer, 'a Stripe list')
        .data.filter((invoice) => invoice.auto_advance === true && invoice.metadata?.[METADATA.milestone] !== undefined)
        .map(({ number, id }) => number ?? id);
    },
  };
}

const LOOKED_AT = 100;

async function permitted<T>(doing: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await calling(doing, call);
  } catch (error) {
    if (error instanceof NeedsPerson && isNotPermitted(error.cause)) return undefined;
    throw error;
  }
}

/** Objects that cannot exist: whoever may write is told so, whoever may not is told that. */
const WRITES: Readonly<Record<string, (stripe: Stripe) => Promise<unknown>>> = {
  Customers: (stripe) => stripe.customers.update('cus_milepost_doctor_not_there', {}),
  Invoices: (stripe) => stripe.invoices.update('in_milepost_doctor_not_there', {}),
};

async function keyRights(stripe: Stripe): Promise<readonly KeyRight[]> {
  const rights: KeyRight[] = [];
  for (const { resource, level, why, tryReading } of PERMISSIONS) {
    const write = level === 'write' ? WRITES[resource] : undefined;
    const refusal = (await refusalOf(tryReading, stripe)) ?? (write && (await refusalOf(write, stripe)));
    rights.push({ resource, level, why, isThere: refusal === undefined, named: refusal?.named });
  }
  return rights;
}

async function refusalOf(
  attempt: (stripe: Stripe) => Promise<unknown>,
  stripe: Stripe,
): Promise<{ readonly named: string | undefined } | undefined> {
  try {
    await attempt(stripe);
    return undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    if (error instanceof Stripe.errors.StripePermissionError) return { named: /\brak_\w+/.exec(error.message)?.[0] };
    throw toFailure(error, 'look what the key may do');
  }
}

async function undelivered(stripe: Stripe, from: Instant, to: Instant): Promise<Undelivered | undefined> {
  const created = { gte: Math.floor(from / 1000), lte: Math.floor(to / 1000) };
  const answer = await permitted('list events', () =>
    stripe.events.list({ delivery_success: false, created, limit: LOOKED_AT }),
  );
  if (answer === undefined) return undefined;
  const { data, has_more: more } = parseAnswer(Events, answer, 'a Stripe list');
  const ours = data.filter(
    ({ type, pending_webhooks: pending }) => pending > 0 && HINT_TYPES.some((known) => known === type),
  );
  const [newest] = ours;
  return {
    count: ours.length,
    more: more && ours.length > 0,
    newestAt: newest === undefined ? undefined : instantFromSeconds(newest.created),
  };
}
