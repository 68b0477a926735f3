import type { JobContext } from '../../jobs/ports.ts';
import { instantFromMillis, toIso } from '../billing/calendar.ts';
import type { DealAction } from '../billing/deals/decide.ts';
import type { Action } from '../billing/decision.ts';
import type { ClientPlan } from '../billing/follow-up/plan.ts';
import { formatMoney } from '../billing/money.ts';
import type { FollowUpMessages } from './follow-up-messages.ts';
import type { Services, Storage } from './foundation.ts';

/** A write that a dry run held back. */
export type Intended = { readonly write: string; readonly id: string; readonly changes: object };

/** Reads as usual, remembers nothing, and notes what would be done in Stripe. The quiet period counts as over. */
export function dryContext(context: JobContext, intended: Intended[]): JobContext {
  return {
    ...context,
    memory: {
      ...context.memory,
      firstSeen: async () => instantFromMillis(0),
      seenSince: async () => instantFromMillis(0),
      rememberFingerprint: async () => {},
      moveCursor: async () => {},
    },
    lookAgain: async () => {},
    onHeldBack: (id, action) => void intended.push({ write: action.kind, id, changes: outlineOf(action) }),
  };
}

/** What an action would do, without names and addresses. */
function outlineOf(action: Action | DealAction): object {
  if (action.kind === 'discard drafts') return { drafts: action.drafts.map(({ id }) => id) };
  if (action.kind === 'link customer') return { client: action.client.id };
  if (action.kind === 'adopt invoice') return { invoice: action.adoption.invoice.id, key: action.adoption.key };
  if (action.kind === 'note stops') return { invoice: action.invoice.id };
  if (action.kind === 'plan renewal') return { name: action.renewal.name, plannedDate: action.renewal.plannedDate };
  if (action.kind === 'create proposal') return { title: action.title };
  if (action.kind === 'make project') {
    const { project, milestones } = action.plan;
    return {
      project: project.name,
      milestones: milestones.map(({ name, amount, currency }) => `${name}: ${amount} ${currency}`),
    };
  }
  const { key, money, dueDate, lines } = action.order;
  return { key, amount: formatMoney(money), dueDate, lines: lines.map(({ words }) => words) };
}

/** The message that a client would get, in full, and every other invoice with the reason why it is in none. */
export function intendedMessages(
  { planned, notNow }: ClientPlan,
  inWords: FollowUpMessages['inWords'],
): readonly Intended[] {
  const mail = planned === undefined ? undefined : inWords(planned);
  const sent: readonly Intended[] =
    planned === undefined
      ? []
      : [
          {
            write: 'follow-up',
            id: planned.message.client.id,
            changes: {
              message: planned.message.kind,
              invoices: planned.message.about.map(({ number }) => number),
              leavesAt: toIso(planned.leavesAt),
              to: planned.message.to,
              copies: planned.message.copyTo,
              ...(mail === undefined
                ? { text: "Stripe mails the invoice again, in Stripe's own words." }
                : { subject: mail.subject, text: mail.text }),
            },
          },
        ];
  return [
    ...sent,
    ...notNow.map(({ followed: { invoice, milestone }, why }) => ({
      write: 'no follow-up',
      id: invoice.id,
      changes: { invoice: invoice.number ?? invoice.id, milestone: milestone.name, why },
    })),
  ];
}

/** Services whose writes are noted instead of made. */
export function dryServices(
  { notion, stripe, sheets, messages }: Pick<Services, 'notion' | 'stripe' | 'sheets' | 'messages'>,
  intended: Intended[],
) {
  const note = (write: string) => async (id: string, changes: object | string) => {
    intended.push({ write, id, changes: typeof changes === 'string' ? { value: changes } : changes });
  };
  return {
    notion: {
      ...notion,
      showOnMilestone: note('show on milestone'),
      showOnProject: note('show on project'),
      showOnClient: note('show on client'),
      showOnDeal: note('show on deal'),
      linkStripeCustomer: note('link Stripe customer'),
      comment: note('comment'),
    },
    stripe,
    sheets,
    messages,
  };
}

/** The clock list and the notes about ourselves stay as they are; a dry run looks at no milestone for the clock's sake. */
export function readOnly(storage: Storage): Storage {
  return {
    ...storage,
    lookAgain: {
      ...storage.lookAgain,
      set: async () => {},
      due: async () => ({ ids: [], until: 0 }),
      settle: async () => {},
    },
    lastSeen: { ...storage.lastSeen, note: async () => {} },
  };
}
