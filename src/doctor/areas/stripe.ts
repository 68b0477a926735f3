import { STRIPE_API_VERSION } from '../../../connectors/stripe/client.ts';
import { createStripeProbe, type StripeProbe } from '../../../connectors/stripe/probe.ts';
import { instantFromMillis } from '../../billing/calendar.ts';
import { stripeReads } from '../../hub/stripe-reads.ts';
import { type Finding, notLookedAt } from '../finding.ts';
import {
  judgeKey,
  judgeKeyRights,
  judgeMode,
  judgePayments,
  judgeReminders,
  STRIPE_KEY,
  STRIPE_REMINDERS,
  STRIPE_RIGHTS,
} from '../judge/stripe.ts';
import { judgeDelivery, judgeEndpoint, STRIPE_DELIVERY, STRIPE_ENDPOINT } from '../judge/stripe-endpoint.ts';
import { type Looked, look } from '../look.ts';
import { dayOf, type Examined, lastSeen } from './area.ts';

const TIMEOUT_MS = 20_000;
const HOUR_MS = 60 * 60_000;
/** Younger events may be on their way. */
const ON_THE_WAY_MS = 2 * 60_000;

type Piece = NonNullable<Examined['pieces']['stripe']>;

/** Key, mode, permissions, the webhook endpoint and what came of it, and Stripe's own reminders. */
export async function examineStripe(examined: Examined): Promise<readonly Finding[]> {
  const { stripe } = examined.pieces;
  if (stripe === undefined) return [notLookedAt(STRIPE_KEY, 'STRIPE_SECRET_KEY or STRIPE_API_URL cannot be used')];
  const probe = open(examined, stripe);
  const account = await look(STRIPE_KEY, probe.account);
  if ('finding' in account) return [account.finding];
  const newest = await look(STRIPE_KEY, probe.newestIsLive);
  const isElsewhere = new URL(stripe.apiUrl).hostname !== 'api.stripe.com';
  const newestIsLive = 'facts' in newest ? newest.facts : undefined;
  const rights = await look(STRIPE_RIGHTS, probe.rights);
  return [
    judgeKey(stripe.secretKey, account.facts.name),
    judgeMode({ key: stripe.secretKey, newestIsLive, isElsewhere }),
    ...judgePayments(account.facts.chargesEnabled),
    ...judged(rights, (facts) => judgeKeyRights(facts, stripe.secretKey)),
    ...(await examineWebhook(examined, probe)),
    await examineReminders(examined, probe),
  ];
}

/** Every read is counted: Stripe grants so many in thirty days. */
function open({ storage, pieces, budgetOf }: Examined, stripe: Piece): StripeProbe {
  const reads = storage && stripeReads(storage);
  return createStripeProbe({
    ...stripe,
    budget: budgetOf('stripe', stripe.secretKey, pieces.policy.limits.stripe),
    timeoutMs: TIMEOUT_MS,
    onRequest: (method) => {
      if (method === 'GET') reads?.note();
    },
  });
}

const judged = <T>(looked: Looked<T>, judge: (facts: T) => readonly Finding[]): readonly Finding[] =>
  'facts' in looked ? judge(looked.facts) : [looked.finding];

async function examineWebhook(examined: Examined, probe: StripeProbe): Promise<readonly Finding[]> {
  const { pieces, status, now } = examined;
  const endpoints = await look(STRIPE_ENDPOINT, probe.endpoints);
  const from = instantFromMillis(now() - 24 * HOUR_MS);
  const undelivered = await look(STRIPE_DELIVERY, () =>
    probe.undelivered(from, instantFromMillis(now() - ON_THE_WAY_MS)),
  );
  return [
    ...judged(endpoints, (facts) =>
      judgeEndpoint({ publicUrl: pieces.publicUrl, endpoints: facts, apiVersion: STRIPE_API_VERSION }),
    ),
    ...judged(undelivered, (facts) => [
      judgeDelivery({
        undelivered: facts,
        lastAt: lastSeen(examined, 'webhook stripe'),
        isSilent: status?.silentWebhooks.stripe !== undefined,
        now: now(),
      }),
    ]),
  ];
}

const ASKED = { kind: 'doctor asked', id: 'stripe reminders' } as const;

async function examineReminders({ storage, now }: Examined, probe: StripeProbe): Promise<Finding> {
  const looked = await look(STRIPE_REMINDERS, probe.remindedByStripe);
  if ('finding' in looked) return looked.finding;
  const askedOn = await storage?.memory.fingerprint(ASKED.kind, ASKED.id).catch(() => undefined);
  if (askedOn === undefined && (looked.facts ?? []).length === 0)
    await storage?.memory.rememberFingerprint(ASKED.kind, ASKED.id, dayOf(now())).catch(() => undefined);
  return judgeReminders(looked.facts, askedOn);
}
