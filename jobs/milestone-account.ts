import type { BillingView } from '../src/billing/decision.ts';
import type { Milestone, MilestoneFacts } from '../src/billing/facts.ts';
import { mayChangeAccount } from '../src/billing/project/account-status.ts';
import { isReturned } from '../src/billing/project/next-billing-event.ts';
import { awaitsSubmission } from '../src/billing/readiness/submission.ts';
import type { JobContext } from './ports.ts';

type AccountDeps = Pick<JobContext, 'memory' | 'addWork'>;

/** What of a client's account a list of its invoices does not tell: by client, then by milestone. */
export const exceptionsOf = (clientId: string): string => `account ${clientId}`;

/** Its money went back: overdue whatever Stripe says. Nobody has sent it yet: not counted, whatever day it is. */
export type AccountException = 'returned' | 'unsent' | '';

const CLIENT_OF = 'client of';

function exceptionOf({ facts: { invoices, milestone }, view }: Shown): AccountException {
  if (isReturned({ ...milestone, shown: { ...milestone.shown, ...view } })) return 'returned';
  return invoices.some((invoice) => awaitsSubmission(invoice, milestone)) ? 'unsent' : '';
}

type Shown = { readonly facts: MilestoneFacts; readonly view: BillingView };

/** Keeps the client's account right when a milestone's status changes; what lies in the account is looked at once. */
export async function askForAccount(deps: AccountDeps, milestone: Milestone, shown: Shown): Promise<void> {
  const { client } = shown.facts;
  const { id } = milestone;
  const exception = exceptionOf(shown);
  const before = await deps.memory.fingerprint(CLIENT_OF, id);
  if (client === undefined) return await leaveAccount(deps, id);
  if (before !== client.id && before !== undefined) await leaveAccount(deps, id);
  const known = (await deps.memory.fingerprint(exceptionsOf(client.id), id)) ?? '';
  const isMoved = before !== client.id && before !== undefined && before !== '';
  if (known === exception && !isMoved && !changes(milestone, shown)) return;
  if (before !== client.id) await deps.memory.rememberFingerprint(CLIENT_OF, id, client.id);
  if (known !== exception) await deps.memory.rememberFingerprint(exceptionsOf(client.id), id, exception);
  await deps.addWork([{ name: 'client', id: client.id, origin: `milestone:${id}` }]);
}

const changes = (milestone: Milestone, { facts, view }: Shown): boolean =>
  mayChangeAccount(facts.client, milestone.shown.billingStatus, view.billingStatus);

/** A milestone that is gone, or went to another client, counts for the account of before no more. */
export async function leaveAccount({ memory, addWork }: AccountDeps, id: string): Promise<void> {
  const client = await memory.fingerprint(CLIENT_OF, id);
  if (client === undefined || client === '') return;
  await memory.rememberFingerprint(exceptionsOf(client), id, '');
  await memory.rememberFingerprint(CLIENT_OF, id, '');
  await addWork([{ name: 'client', id: client, origin: `milestone:${id}` }]);
}
