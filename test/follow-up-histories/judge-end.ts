import { dateIn } from '../../src/billing/calendar.ts';
import { claimedSlot, SLOTS, unconfirmedSlots } from '../../src/billing/follow-up/record.ts';
import { toInvoice } from '../billing/histories/bill.ts';
import { cashFor, the } from '../billing/histories/world.ts';
import { mayHaveGone } from './said.ts';
import { isOld, stoppedBy } from './stops.ts';
import { type FollowUpWorld, type Line, today } from './world.ts';

/** Looks at the world before it is quiet. @returns what looks at it afterwards, and says what is wrong */
export function judgeEnd(world: FollowUpWorld): () => readonly string[] {
  const free = dueAndFree(world);
  return () => {
    const still = new Set(dueAndFree(world));
    return [...free.filter((id) => still.has(id)).flatMap((id) => forgotten(world, id)), ...atRest(world)];
  };
}

type Standing = Pick<Line, 'invoice' | 'milestone' | 'project'>;

function standing(world: FollowUpWorld, id: string): Standing {
  const bill = the(world.bills, id);
  const milestone = the(world.milestones, bill.order.milestoneId);
  const project = the(world.projects, milestone.projectIds[0] ?? '');
  return { invoice: toInvoice(bill, cashFor(world, bill)), milestone, project };
}

/** Late invoices that nothing keeps back. */
function dueAndFree(world: FollowUpWorld): readonly string[] {
  return [...world.bills.keys()].filter((id) => {
    const about = standing(world, id);
    const client = the(world.clients, about.project.clientIds[0] ?? '');
    const isLate = about.invoice.dueAt !== null && dateIn(world.policy.timeZone, about.invoice.dueAt) < today(world);
    const hasAddress =
      client.billingEmail?.endsWith('.example') === true && !client.billingEmail.endsWith('studio.example');
    return isLate && hasAddress && stoppedBy(world, about, client) === undefined;
  });
}

/** P13 of messages: some quiet weeks are enough for both steps, whatever came before them. */
function forgotten(world: FollowUpWorld, id: string): readonly string[] {
  const { light, failure, firm } = the(world.bills, id).followUps.messages;
  return [
    ...(light === undefined && failure === undefined ? [`Rule 11.13: nothing has gone out about ${id}`] : []),
    ...(firm === undefined ? [`Rule 11.13: no firm message has gone out about ${id}`] : []),
  ];
}

const atRest = (world: FollowUpWorld): readonly string[] =>
  [...world.bills.keys()].flatMap((id) => [
    ...wrongRecord(world, id),
    ...unsaid(world, id),
    ...wrongComment(world, id, 'light'),
    ...wrongComment(world, id, 'firm'),
  ]);

/** What Stripe says of messages is what became of them. */
function wrongRecord(world: FollowUpWorld, id: string): readonly string[] {
  const { followUps } = the(world.bills, id);
  const claimed = claimedSlot(followUps);
  return [
    ...(claimed === undefined ? [] : [`Rule 11.7: the claim of ${claimed} on ${id} stands for good`]),
    ...SLOTS.flatMap((slot) => {
      const gone = mayHaveGone(world).findLast(({ lines }) =>
        lines.some((line) => line.invoice.id === id && line.slot === slot),
      );
      const state = followUps.messages[slot]?.state;
      if (gone !== undefined && state === undefined) return [`P4: ${slot} about ${id} went out, and nothing says so`];
      const isSent = gone?.answer === 'sent' || gone?.answer === 'lost';
      return state === 'sent' && !isSent ? [`P4: ${slot} about ${id} is called sent, and was not`] : [];
    }),
  ];
}

/** Rule 11.7: a person is asked. */
function unsaid(world: FollowUpWorld, id: string): readonly string[] {
  const { followUps, order, status } = the(world.bills, id);
  const { shown } = the(world.milestones, order.milestoneId);
  const isAsked = unconfirmedSlots(followUps).length === 0 || shown.billingDetail.includes('Unconfirmed');
  const isLive = status === 'open' || status === 'paid';
  return isAsked || !isLive ? [] : [`Rule 11.7: nobody is told that a message about ${id} is unconfirmed`];
}

const NAMES = { light: 'Light', firm: 'Firm' } as const;

/** P10: beside the milestone stands which message went out when, and whether it was rolled. Old invoices have windows of their own. */
function wrongComment(world: FollowUpWorld, id: string, slot: keyof typeof NAMES): readonly string[] {
  const { followUps, order } = the(world.bills, id);
  const state = followUps.messages[slot];
  const line = mayHaveGone(world)
    .flatMap(({ lines }) => lines.filter((one) => one.invoice.id === id && one.slot === slot))
    .at(-1);
  if (state?.state !== 'sent' || line === undefined) return [];
  const { timeZone } = world.policy;
  const day = dateIn(timeZone, state.at);
  const comment = (world.comments.get(order.milestoneId) ?? []).find((text) =>
    text.startsWith(`${NAMES[slot]} follow-up of ${day}: invoice N-${id} `),
  );
  if (comment === undefined) return [`Rule 11: no comment says that ${slot} about ${id} went out on ${day}`];
  const isRight = comment.includes('It is rolled') === (line.rolled && !isOld(line.invoice, timeZone));
  return isRight
    ? []
    : [`P10: ${slot} about ${id} is ${line.rolled ? '' : 'not '}rolled, and its comment says: ${comment}`];
}
