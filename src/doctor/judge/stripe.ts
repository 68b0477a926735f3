import type { KeyRight } from '../../../connectors/stripe/probe.ts';
import { type Finding, green, red, type Subject, yellow } from '../finding.ts';
import { counted, some } from '../words.ts';

const about = (id: string, what: string): Subject => ({ id: `stripe.${id}`, area: 'Stripe', what });

export const STRIPE_KEY = about('key', 'Key');
export const STRIPE_RIGHTS = about('permissions', 'Permissions');
const MODE = about('mode', 'Mode');
const PAYMENTS = about('payments', 'Taking payments');
export const STRIPE_REMINDERS = about('reminders', "Stripe's own reminders");

const RESTRICTED =
  'In the Stripe Dashboard: Developers → API keys → Create restricted key, with the permissions of docs/operations.md, and set STRIPE_SECRET_KEY to it.';

const isLive = (key: string): boolean => /^.._live_/.test(key);

/** A key that can do anything is more than the hub needs; in test mode nothing is lost with it. */
export function judgeKey(key: string, account: string): Finding {
  const whose = account === '' ? '' : ` of ${account}`;
  if (key.startsWith('rk_')) return green(STRIPE_KEY, `a restricted key${whose}`);
  if (!isLive(key)) return green(STRIPE_KEY, `a secret test key${whose}; for live mode a restricted one is enough`);
  return yellow(STRIPE_KEY, `a secret live key${whose}: whoever finds it can move money`, RESTRICTED);
}

export type ModeFacts = {
  readonly key: string;
  /** Of the newest event; undefined where there is none. */
  readonly newestIsLive: boolean | undefined;
  /** The address is not that of Stripe itself. */
  readonly isElsewhere: boolean;
};

export function judgeMode({ key, newestIsLive, isElsewhere }: ModeFacts): Finding {
  const live = isLive(key);
  if (live && isElsewhere)
    return red(
      MODE,
      'the key is for live mode, and STRIPE_API_URL is not that of Stripe',
      'Leave STRIPE_API_URL out, or use a test key.',
    );
  if (newestIsLive !== undefined && newestIsLive !== live)
    return red(
      MODE,
      `the key is for ${live ? 'live' : 'test'} mode, and what it shows is of ${live ? 'test' : 'live'} mode`,
      'Copy the key again, in the mode that you mean.',
    );
  return green(MODE, live ? 'live: real money' : 'test: no real money moves, and Stripe sends no mail');
}

/** @param chargesEnabled undefined where the key may not see it: then there is nothing to say */
export function judgePayments(chargesEnabled: boolean | undefined): readonly Finding[] {
  if (chargesEnabled === undefined) return [];
  if (chargesEnabled) return [green(PAYMENTS, 'the account takes payments')];
  return [
    red(
      PAYMENTS,
      'the account cannot take payments yet: invoices would go out that nobody can pay',
      'In the Stripe Dashboard complete what is asked for under Settings → Business.',
    ),
  ];
}

/** A line for each permission that is missing, else one for all. */
export function judgeKeyRights(rights: readonly KeyRight[], key: string): readonly Finding[] {
  const missing = rights.filter(({ isThere }) => !isThere);
  if (missing.length === 0) {
    const all = key.startsWith('rk_') ? `${rights.length} resources, each tried` : 'a secret key may do everything';
    return [green(STRIPE_RIGHTS, all)];
  }
  return missing.map(({ resource, level, why, named }) =>
    red(
      about(`permission ${resource}`, `Permission "${resource}"`),
      `missing, and needed for ${why}`,
      `In the Stripe Dashboard: Developers → API keys → your restricted key → Edit: set ${resource} to ${level === 'write' ? 'Write' : 'Read'}${named === undefined ? '' : ` (${named})`}.`,
    ),
  );
}

/**
 * Whether the client might hear twice. Stripe reminds by itself of invoices that advance by themselves; its settings are not
 * shown to anybody's key, so a person is asked to look, once.
 * @param reminded numbers of our open invoices that advance by themselves; undefined when the key may not read them
 * @param askedOn the day on which somebody was asked to look; undefined: never
 */
export function judgeReminders(reminded: readonly string[] | undefined, askedOn: string | undefined): Finding {
  if (reminded !== undefined && reminded.length > 0)
    return yellow(
      STRIPE_REMINDERS,
      `${counted(reminded.length, 'open invoice')} may be reminded of by Stripe as well: ${some(reminded)}`,
      'In the Stripe Dashboard open each of them and turn "Automatic collection" off.',
    );
  if (askedOn === undefined)
    return yellow(
      STRIPE_REMINDERS,
      'whether they are on cannot be read',
      'Look once in the Stripe Dashboard under Settings → Billing → Invoices: turn "Send reminders" off, and leave no rule that marks late invoices uncollectible. You are asked this once.',
    );
  return green(STRIPE_REMINDERS, `no open invoice of ours gets them; you were asked to look on ${askedOn}`);
}
