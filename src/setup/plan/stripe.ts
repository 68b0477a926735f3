import { STRIPE_API_VERSION } from '../../../connectors/stripe/client.ts';
import { HINT_TYPES } from '../../../connectors/stripe/event-hints.ts';
import type { SeenEndpoint } from '../../../connectors/stripe/setup/endpoint.ts';
import type { StripeFacts } from '../facts.ts';
import type { Left, Step } from './step.ts';

export type StripeGiven = {
  readonly facts: StripeFacts;
  /** Under which Stripe reaches the hub; undefined when nobody has said. */
  readonly publicUrl: string | undefined;
  /** Nobody has said so: it follows from where this Stripe answers. */
  readonly isDerived: boolean;
  readonly hasSecret: boolean;
  /** The process sets the secret, which wins over what `.env` says. */
  readonly isSecretFixed: boolean;
  /** Stripe itself, and not a stand-in on this machine. */
  readonly isReal: boolean;
};

type StripePlan = { readonly steps: readonly Step[]; readonly kept: readonly string[]; readonly left: readonly Left[] };

const NOTHING: StripePlan = { steps: [], kept: [], left: [] };

/** What a person enters in the dashboard where nobody else can. */
export const byHand = (url: string): string =>
  `In the Stripe Dashboard (Developers, Webhooks) add an endpoint for ${url} with API version ${STRIPE_API_VERSION} and these events: ${HINT_TYPES.join(', ')}. Then set its signing secret as STRIPE_WEBHOOK_SECRET.`;

const isRight = ({ isEnabled, apiVersion, missingEvents }: SeenEndpoint): boolean =>
  isEnabled && apiVersion === STRIPE_API_VERSION && missingEvents.length === 0;

const samePlace = (one: string, other: string): boolean => one.replace(/\/+$/, '') === other.replace(/\/+$/, '');

/** What is wrong with an endpoint, in words. */
function faults({ isEnabled, apiVersion, missingEvents }: SeenEndpoint): string {
  const words = [
    ...(isEnabled ? [] : ['it is switched off']),
    ...(apiVersion === STRIPE_API_VERSION
      ? []
      : [`it has ${apiVersion === undefined ? "the account's API version" : `API version ${apiVersion}`}`]),
    ...(missingEvents.length === 0 ? [] : [`it does not send ${missingEvents.join(', ')}`]),
  ];
  return words.join('; ');
}

/** The permissions that a key lacks, as far as reading shows it. */
function permissions({ missingPermissions }: StripeFacts): readonly Left[] {
  return missingPermissions.map(({ resource, level, why }) => ({
    kind: 'refused',
    what: `Stripe: the key may not read ${resource} (needed for ${why})`,
    mend: `In the Stripe Dashboard (Developers, API keys) give the restricted key the right to ${level} ${resource}.`,
  }));
}

/** What is to be done about the webhook endpoint. */
export function planStripe(given: StripeGiven): StripePlan {
  const plan = planEndpoint(given);
  const { account, mode } = given.facts;
  const key = `Stripe: ${given.facts.isRestricted ? 'a restricted key' : 'a secret key'} for ${mode} mode${account === '' ? '' : ` of ${account}`}`;
  return { ...plan, kept: [key, ...plan.kept], left: [...permissions(given.facts), ...plan.left] };
}

const later = (what: string, mend: string): StripePlan => ({ ...NOTHING, left: [{ kind: 'later', what, mend }] });

const ON_THIS_MACHINE = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

function planEndpoint(given: StripeGiven): StripePlan {
  const { facts, publicUrl, hasSecret, isReal } = given;
  if (publicUrl === undefined)
    return hasSecret
      ? NOTHING
      : later(
          'Stripe: no webhook endpoint, because PUBLIC_URL is not set',
          `Set PUBLIC_URL to what Stripe reaches and run this again. Or do it by hand. ${byHand('<PUBLIC_URL>/webhooks/stripe')}`,
        );
  const url = `${publicUrl}/webhooks/stripe`;
  const { protocol, hostname } = new URL(url);
  if (isReal && ON_THIS_MACHINE.test(hostname))
    return hasSecret
      ? NOTHING
      : later(
          `Stripe cannot reach ${publicUrl}`,
          `Run "stripe listen --forward-to ${url}" beside the hub and set the secret that it shows as STRIPE_WEBHOOK_SECRET, or set PUBLIC_URL to a public address.`,
        );
  if (facts.mode === 'live' && protocol !== 'https:')
    return later('Stripe: in live mode webhooks go to https alone', 'Set PUBLIC_URL to an https address.');
  if (facts.endpoints === 'not permitted')
    return hasSecret
      ? NOTHING
      : later(
          'Stripe: the key may not see webhook endpoints',
          `Give it the right to write Webhook Endpoints while you run this, or do it by hand. ${byHand(url)}`,
        );
  const there = facts.endpoints.filter((endpoint) => samePlace(endpoint.url, url));
  return there.length === 0 ? planNew(given, url) : planPresent(given, url, there);
}

function planNew({ hasSecret, isSecretFixed, isDerived }: StripeGiven, url: string): StripePlan {
  if (hasSecret && isDerived) return NOTHING; // somebody else sees to it
  if (hasSecret && isSecretFixed)
    return later(
      `Stripe: there is no webhook endpoint ${url}, and STRIPE_WEBHOOK_SECRET is set outside of .env`,
      'Take it out of the environment and run this again, or add the endpoint by hand.',
    );
  return { ...NOTHING, steps: [{ kind: 'create endpoint', url, replaces: [] }] };
}

function planPresent({ hasSecret }: StripeGiven, url: string, there: readonly SeenEndpoint[]): StripePlan {
  const ours = there.filter(({ isOurs }) => isOurs);
  const [own] = ours;
  if (!hasSecret && own !== undefined)
    return { ...NOTHING, steps: [{ kind: 'create endpoint', url, replaces: ours.map(({ id }) => id) }] };
  if (there.some(isRight))
    return hasSecret
      ? { ...NOTHING, kept: [`Stripe: the webhook endpoint ${url}`] }
      : later(
          `Stripe: the secret of the webhook endpoint ${url} is not known here`,
          'In the Stripe Dashboard (Developers, Webhooks) open it, reveal its signing secret, and set it as STRIPE_WEBHOOK_SECRET.',
        );
  if (own?.apiVersion === STRIPE_API_VERSION)
    return { ...NOTHING, steps: [{ kind: 'mend endpoint', id: own.id, url }] };
  const wrong = there.map(faults).join('; ');
  return later(
    `Stripe: the webhook endpoint ${url} does not fit: ${wrong}`,
    `Correct it in the Stripe Dashboard (Developers, Webhooks), or delete it there, empty STRIPE_WEBHOOK_SECRET, and run this again. ${byHand(url)}`,
  );
}
