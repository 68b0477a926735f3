import { lookAtRow } from '../../sandbox/demo/look.ts';
import { until } from '../../sandbox/demo/until.ts';
import { dateIn, instantFromMillis } from '../../src/billing/calendar.ts';
import type { Stage } from './stage.ts';
import { aReadyMilestone } from './world.ts';

/** The zone of the stage's configuration. */
export const ZONE = 'America/New_York';

const PATIENCE_MS = 40_000;

export const today = ({ sandbox }: Pick<Stage, 'sandbox'>): string =>
  dateIn(ZONE, instantFromMillis(sandbox.clock.now()));

/** What a milestone shows in Notion, as somebody looking at the page reads it. */
export const reader =
  ({ sandbox }: Pick<Stage, 'sandbox'>, id: string) =>
  (property: string): string =>
    lookAtRow(sandbox.notion, id)(property);

/** Waits until a milestone shows a billing status, and says what it shows when it does not come. */
export async function untilShown(stage: Stage, id: string, status: string): Promise<void> {
  const look = reader(stage, id);
  try {
    await until(() => look('Billing status') === status, `the milestone shows ${status}`, PATIENCE_MS);
  } catch (error) {
    throw new Error(
      `${String(error)} It shows "${look('Billing status')}": ${look('Billing detail')} ${look('Missing for billing')}`,
    );
  }
}

/** A milestone that lacks nothing but its approval, with its project and client. */
export function readyMilestone(stage: Stage) {
  const made = aReadyMilestone(stage.sandbox.notion, stage.sandbox.workspace);
  return { ...made, approveToday: () => made.approve(today(stage)) };
}

/** Presses the button on the hosted page as a browser does. */
export async function payOnPage(link: string): Promise<void> {
  const form = new URL(link);
  form.pathname += '/pay';
  const answer = await fetch(form, { method: 'POST', body: new URLSearchParams({ method: 'card' }) });
  if (!answer.ok) throw new Error(`The hosted page answered ${answer.status}.`);
}

/** The end that every history of one approval and one payment must come to: one invoice, one mail, shown as paid. */
export function endState(stage: Stage, id: string) {
  const look = reader(stage, id);
  const { store } = stage.sandbox.stripe;
  const invoices = store.invoices().filter((invoice) => invoice.metadata?.milepost_milestone === id);
  return {
    live: invoices.filter((invoice) => invoice.status !== 'draft' && invoice.status !== 'void').length,
    others: store.invoices().filter((invoice) => invoice.status === 'draft' || invoice.status === 'void').length,
    total: invoices[0]?.total,
    mails: store.mails().length,
    customers: store.customers().length,
    closeouts: stage.sandbox.notion.comments(id).filter((comment) => comment.startsWith('Paid: ')).length,
    shown: [
      look('Billing status'),
      look('Invoiced'),
      look('Remaining'),
      look('Stripe invoice') === invoices[0]?.id,
      look('Missing for billing'),
    ],
  };
}

export const GOOD_END = {
  live: 1,
  others: 0,
  total: 400_000,
  mails: 1,
  customers: 1,
  closeouts: 1,
  shown: ['Paid', '4000', '0', true, ''],
};
