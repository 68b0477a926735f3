import type { StripeConnector } from '../../connectors/stripe/client.ts';
import type { FollowUpDeps } from '../../jobs/follow-up.ts';
import type { FollowUpClientDeps, SendMessage } from '../../jobs/follow-up-client.ts';
import type { Memory } from '../../jobs/ports.ts';
import type { FollowUpRecord, Slot } from '../../src/billing/follow-up/record.ts';
import type { Bill } from '../billing/histories/bill.ts';
import { notionOf } from '../billing/histories/notion.ts';
import { stripeOf } from '../billing/histories/stripe.ts';
import { edit, the } from '../billing/histories/world.ts';
import { handOver } from './mail.ts';
import { call, type Process, type Read } from './process.ts';
import type { FollowUpWorld } from './world.ts';

/** What the hub's jobs are given. */
export type Services = {
  readonly notion: FollowUpDeps['notion'] & ReturnType<typeof notionOf>;
  readonly stripe: FollowUpClientDeps['stripe'] & ReturnType<typeof stripeOf>;
  readonly memory: Memory;
  readonly send: SendMessage;
};

export const servicesFor = (world: FollowUpWorld, process: Process): Services => ({
  notion: notionFor(world, process),
  stripe: stripeFor(world, process),
  memory: memoryFor(world, process),
  send: (planned) => handOver(world, process, planned),
});

const noted = <T>({ tick, now }: FollowUpWorld, reads: Map<string, Read<T>>, id: string, value: T): T => {
  reads.set(id, { value, tick, at: now });
  return value;
};

function notionFor(world: FollowUpWorld, process: Process): Services['notion'] {
  const right = notionOf(world);
  return {
    ...right,
    readClient: (id) =>
      call(world, process, 'read', async () => noted(world, process.clients, id, await right.readClient(id))),
    readProject: (id) =>
      call(world, process, 'read', async () => noted(world, process.projects, id, await right.readProject(id))),
    readMilestone: (id) =>
      call(world, process, 'read', async () => noted(world, process.milestones, id, await right.readMilestone(id))),
    milestonesToFollowUp: async (by) =>
      [...world.milestones.values()].flatMap((row) => {
        const { nextFollowUp, billingStatus } = row.shown;
        const isOut = billingStatus === 'Sent' || billingStatus === 'Due soon' || billingStatus === 'Overdue';
        const isWanted =
          by === undefined ? isOut || nextFollowUp !== null : nextFollowUp !== null && nextFollowUp <= by;
        return isWanted ? [{ id: row.id, row }] : [];
      }),
  };
}

/** A day later Stripe has forgotten a key. */
const KEY_KEPT_MS = 24 * 60 * 60_000;

/** Stripe takes one body for one key. @returns whether this one is it, and whether it was carried out before */
function under({ keys, now }: FollowUpWorld, key: string, asked: string): 'new' | 'again' | 'another' {
  const known = keys.get(key);
  if (known === undefined || now - known.at > KEY_KEPT_MS) {
    keys.set(key, { asked, at: now });
    return 'new';
  }
  return known.asked === asked ? 'again' : 'another';
}

/** Stripe on the books of a world, with what it tells of debits that are under way. */
function booksOf(world: FollowUpWorld): ReturnType<typeof stripeOf> {
  const right = stripeOf(world);
  return {
    ...right,
    async readInvoice(id) {
      const invoice = await right.readInvoice(id);
      if (typeof invoice !== 'object' || invoice.moves.inFlight === 0) return invoice;
      return { ...invoice, moves: { ...invoice.moves, inFlightSince: world.debitSince.get(id) ?? null } };
    },
  };
}

function stripeFor(world: FollowUpWorld, process: Process): Services['stripe'] {
  const right = booksOf(world);
  const { bills } = world;
  const change = (id: string, changes: Partial<FollowUpRecord>, others: Partial<Bill> = {}): void => {
    edit(bills, id, { ...others, followUps: { ...the(bills, id).followUps, ...changes } });
    world.asked.add(the(bills, id).order.milestoneId); // Stripe tells of what the hub does as of anything else
  };
  const messagesOf = (id: string) => the(bills, id).followUps.messages;
  const without = (id: string, slot: Slot): FollowUpRecord['messages'] => {
    const { [slot]: _, ...messages } = messagesOf(id);
    return messages;
  };
  const claimMessage: StripeConnector['claimMessage'] = ({ id, followUps }, claim) =>
    call(world, process, 'claim', () => {
      const after = claim.slot === 'failure' ? (followUps.failureAt ?? '') : '';
      const key = `${id} ${claim.slot} ${claim.cycle} ${followUps.attempt} ${after}`;
      const is = under(world, key, JSON.stringify(claim));
      process.claimedTick = world.tick;
      if (is === 'another') return false;
      if (is === 'again') return the(bills, id).followUps.claim === claim.claim;
      const { slot, at, cycle, sentTo, failureAt } = claim;
      const messages = { ...messagesOf(id), [slot]: { state: 'claimed' as const, at } };
      change(id, { messages, claim: claim.claim, cycle, sentTo, ...(failureAt === null ? {} : { failureAt }) });
      return true;
    });
  const settleMessage: StripeConnector['settleMessage'] = (id, slot, state) =>
    call(world, process, 'note', () =>
      change(id, { messages: { ...messagesOf(id), [slot]: state }, claim: '' }, { mailReturned: false }),
    );
  const letGoOfMessage: StripeConnector['letGoOfMessage'] = (before, slot, now) =>
    call(world, process, 'let go', () => {
      const { id, followUps } = before;
      const { cycle, sentTo, failureAt, attempt, messages } = followUps;
      const message = messages[slot];
      const key = `${id} ${slot} let go ${attempt} ${Math.floor(now / 600_000)}`;
      if (under(world, key, JSON.stringify([message, cycle, sentTo, failureAt])) !== 'new') return;
      change(id, {
        messages: message === undefined ? without(id, slot) : { ...messagesOf(id), [slot]: message },
        cycle,
        sentTo,
        failureAt,
        claim: '',
        attempt: attempt + 1,
      });
    });
  return {
    ...right,
    claimMessage,
    settleMessage,
    letGoOfMessage,
    readInvoice: (id) =>
      call(world, process, 'read', async () => {
        const invoice = await right.readInvoice(id);
        return noted(world, process.invoices, id, typeof invoice === 'object' ? invoice : undefined);
      }),
    invoicesOfCustomer: (id) => call(world, process, 'read', () => right.invoicesOfCustomer(id)),
  };
}

function memoryFor(world: FollowUpWorld, process: Process): Memory {
  const { memory } = world;
  return {
    ...memory,
    rememberFingerprint: (...all) => call(world, process, 'remember', () => memory.rememberFingerprint(...all)),
    firstSeen: (...all) => call(world, process, 'remember', () => memory.firstSeen(...all)),
  };
}
