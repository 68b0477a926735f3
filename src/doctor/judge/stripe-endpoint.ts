import type { Undelivered } from '../../../connectors/stripe/probe.ts';
import type { SeenEndpoint } from '../../../connectors/stripe/setup/endpoint.ts';
import { type Finding, green, type Subject, yellow } from '../finding.ts';
import { ago, counted, some } from '../words.ts';

export type EndpointFacts = {
  readonly publicUrl: string | undefined;
  readonly endpoints: readonly SeenEndpoint[] | 'not permitted';
  /** The version that our types are made for. */
  readonly apiVersion: string;
};

export type DeliveryFacts = {
  readonly undelivered: Undelivered | undefined;
  /** When the last one came, in milliseconds since the epoch. */
  readonly lastAt: number | undefined;
  readonly isSilent: boolean;
  readonly now: number;
};

const about = (id: string, what: string): Subject => ({ id: `stripe.${id}`, area: 'Stripe', what });

export const STRIPE_ENDPOINT = about('endpoint', 'Webhook endpoint');
const EVENTS = about('endpoint events', 'Webhook events');
const VERSION = about('endpoint version', 'Webhook API version');
export const STRIPE_DELIVERY = about('delivery', 'Webhooks that come');

const PATH = '/webhooks/stripe';
const PAGE = 'In the Stripe Dashboard: Developers → Webhooks';

/** Webhooks only make things quick: whatever they miss is found by the next sweep, so nothing here is worse than yellow. */
export function judgeEndpoint({ publicUrl, endpoints, apiVersion }: EndpointFacts): readonly Finding[] {
  if (endpoints === 'not permitted')
    return [
      yellow(
        STRIPE_ENDPOINT,
        'the key may not see it',
        `${PAGE}: look yourself, or give the restricted key Read on Webhook Endpoints (rak_webhook_read).`,
      ),
    ];
  const wanted = publicUrl === undefined ? undefined : `${publicUrl}${PATH}`;
  const ours = endpoints.filter(({ url }) => (wanted === undefined ? url.endsWith(PATH) : isSame(url, wanted)));
  const [first, second] = ours;
  if (first === undefined) return [absent(wanted, endpoints)];
  if (second !== undefined)
    return [
      yellow(
        STRIPE_ENDPOINT,
        `${ours.length} endpoints lead to the hub, so each event comes ${ours.length} times`,
        `${PAGE}: delete all but one, and keep its signing secret in STRIPE_WEBHOOK_SECRET.`,
      ),
    ];
  const place = first.isEnabled
    ? green(STRIPE_ENDPOINT, first.url)
    : yellow(STRIPE_ENDPOINT, `${first.url} is disabled: nothing comes`, `${PAGE} → the endpoint: enable it.`);
  return [place, eventsOf(first), versionOf(first, apiVersion)];
}

const isSame = (one: string, other: string): boolean => one.replace(/\/+$/, '') === other;

function absent(wanted: string | undefined, endpoints: readonly SeenEndpoint[]): Finding {
  const elsewhere = endpoints.filter(({ url }) => url.endsWith(PATH)).map(({ url }) => url);
  const why =
    elsewhere.length > 0
      ? `none leads to ${wanted}, but there is one for ${some(elsewhere)}`
      : `none leads to ${wanted ?? `<PUBLIC_URL>${PATH}`}: payments are found by the next sweep only`;
  const mend =
    elsewhere.length > 0
      ? `Correct PUBLIC_URL, or ${PAGE.charAt(0).toLowerCase()}${PAGE.slice(1)} → the endpoint: correct its address.`
      : 'Run `npx milepost init`, or create it as docs/operations.md says, and set STRIPE_WEBHOOK_SECRET to its signing secret.';
  return yellow(STRIPE_ENDPOINT, why, mend);
}

function eventsOf({ missingEvents, events }: SeenEndpoint): Finding {
  if (missingEvents.length === 0)
    return green(EVENTS, events.includes('*') ? 'all that Stripe knows' : `${events.length}, all that are needed`);
  return yellow(
    EVENTS,
    `${counted(missingEvents.length, 'event')} not asked for: ${some(missingEvents)}`,
    `Run \`npx milepost init\`, or ${PAGE.charAt(0).toLowerCase()}${PAGE.slice(1)} → the endpoint → Edit: add ${missingEvents.join(', ')}.`,
  );
}

function versionOf({ apiVersion }: SeenEndpoint, wanted: string): Finding {
  if (apiVersion === wanted) return green(VERSION, wanted);
  return yellow(
    VERSION,
    `${apiVersion ?? "the account's own"}, and not ${wanted}: events may lack what a hint is made of`,
    `An endpoint keeps its version: create another one for the same address with ${wanted} (\`npx milepost init\` does), put both secrets into STRIPE_WEBHOOK_SECRET with a comma between, then delete the old one.`,
  );
}

/** Whether what Stripe sends arrives, as far as both sides tell. */
export function judgeDelivery({ undelivered, lastAt, isSilent, now }: DeliveryFacts): Finding {
  if (undelivered !== undefined && undelivered.count > 0) {
    const count = `${undelivered.count}${undelivered.more ? ' or more' : ''}`;
    return yellow(
      STRIPE_DELIVERY,
      `${count} of the last day's events were not taken${undelivered.newestAt === undefined ? '' : `, the newest ${ago(undelivered.newestAt, now)}`}`,
      `${PAGE} → the endpoint → Event deliveries: the answer says why. 400 means a wrong STRIPE_WEBHOOK_SECRET, 503 that Redis was away, no answer that PUBLIC_URL does not lead here. Then "Resend" them, or leave it to the sweep.`,
    );
  }
  if (isSilent)
    return yellow(
      STRIPE_DELIVERY,
      'things change there, and no webhook tells of them',
      `${PAGE}: look whether the endpoint is disabled, and enable it.`,
    );
  if (lastAt === undefined)
    return yellow(
      STRIPE_DELIVERY,
      'none has come yet',
      `While the hub runs, change the name of a customer in Stripe, and look again. If none comes: ${PAGE.charAt(0).toLowerCase()}${PAGE.slice(1)} → the endpoint → Event deliveries.`,
    );
  return green(STRIPE_DELIVERY, `the last one came ${ago(lastAt, now)}`);
}
