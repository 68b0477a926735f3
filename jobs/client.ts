import type { Notion } from '../connectors/notion/client.ts';
import type { StripeConnector } from '../connectors/stripe/client.ts';
import { accountStatus } from '../src/billing/project/account-status.ts';
import { changesBetween } from './changes.ts';
import type { JobContext, Outcome } from './ports.ts';
import { rememberShown } from './shown-rows.ts';

export type ClientDeps = JobContext & {
  readonly notion: Pick<Notion, 'readClient' | 'showOnClient'>;
  readonly stripe: Pick<StripeConnector, 'invoicesOfCustomer'>;
};

/** Looks at one client: its account stands as its most pressing open invoice does. Safe to repeat. */
export async function lookAtClient(deps: ClientDeps, id: string): Promise<Outcome> {
  const { notion, stripe, policy, clock } = deps;
  const client = await notion.readClient(id);
  if (client === undefined) return { outcome: 'ignored', reason: 'the page is gone, in the trash, or not a client' };
  const { stripeCustomer } = client.shown;
  const invoices = stripeCustomer === '' ? [] : await stripe.invoicesOfCustomer(stripeCustomer);
  const changes = changesBetween(client.shown, { accountStatus: accountStatus(invoices, policy, clock()) });
  const isChanged = Object.keys(changes).length > 0;
  if (isChanged) await notion.showOnClient(id, changes);
  await rememberShown(deps.memory, 'clients', id, { ...client.shown, ...changes });
  return { outcome: isChanged ? 'done' : 'unchanged' };
}
