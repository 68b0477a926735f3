import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import type { Client, Invoice } from '../src/billing/facts.ts';
import { accountStatus } from '../src/billing/project/account-status.ts';
import { changesBetween } from './changes.ts';
import { exceptionsOf } from './milestone-account.ts';
import { lastWritten, noteWrite, rememberShown } from './own-rows.ts';
import type { JobContext, Outcome } from './ports.ts';

export type ClientDeps = JobContext & {
  readonly notion: Pick<Notion, 'readClient' | 'showOnClient'>;
  readonly stripe: Pick<StripeConnector, 'invoicesOfCustomer'>;
};

/** Looks at one client: its account stands as its most pressing open invoice does. Safe to repeat. */
export async function lookAtClient(deps: ClientDeps, id: string): Promise<Outcome> {
  const { notion, policy, clock, memory } = deps;
  const client = await notion.readClient(id);
  if (client === undefined) {
    await memory.rememberFingerprint('clients', id, 'gone'); // so that it is news when it comes back
    return { outcome: 'ignored', reason: 'the page is gone, in the trash, or not a client' };
  }
  const { stripeCustomer, invoices } = await customerOf(deps, client);
  const exceptions = await memory.fingerprints(exceptionsOf(id));
  const has = (exception: string) => (milestoneId: string) => exceptions[milestoneId] === exception;
  const counted = invoices.filter(({ milestoneId }) => !has('unsent')(milestoneId));
  const isReturned = Object.values(exceptions).includes('returned');
  const wanted = {
    stripeCustomer,
    accountStatus: isReturned ? ('Overdue' as const) : accountStatus(counted, policy, clock()),
  };
  const changes = changesBetween(client.shown, wanted);
  const changed = Object.keys(changes);
  if (policy.shadow) {
    await rememberShown(memory, 'clients', id, client.shown);
    return { outcome: 'unchanged', ...(changed.length === 0 ? {} : { shadow: `would write ${changed.join(', ')}` }) };
  }
  const isChanged = changed.length > 0;
  if (isChanged) {
    await noteWrite(memory, 'clients', id, changes);
    await notion.showOnClient(id, changes);
  }
  await rememberShown(memory, 'clients', id, { ...client.shown, ...changes });
  return { outcome: isChanged ? 'done' : 'unchanged' };
}

type Customer = { readonly stripeCustomer: string; readonly invoices: readonly Invoice[] };

/**
 * The customer that the client is billed as. Once invoices of ours were made out to one, another id, or none, in its place is
 * a hand edit and put back; before that a person may link one.
 */
async function customerOf({ stripe, memory }: ClientDeps, { id, shown }: Client): Promise<Customer> {
  // A customer pasted from another client's row says nothing about this one.
  const isOwn = ({ milestoneId, customerClient }: Invoice): boolean =>
    milestoneId !== '' && (customerClient === '' || customerClient === id);
  const listed = async (customer: string): Promise<readonly Invoice[]> =>
    customer === '' ? [] : (await stripe.invoicesOfCustomer(customer)).filter(isOwn);
  const known = (await lastWritten(memory, 'clients', id)).shown?.stripeCustomer;
  if (typeof known === 'string' && known !== '' && known !== shown.stripeCustomer) {
    const invoices = await listed(known);
    if (invoices.length > 0) return { stripeCustomer: known, invoices };
  }
  return { stripeCustomer: shown.stripeCustomer, invoices: await listed(shown.stripeCustomer) };
}
