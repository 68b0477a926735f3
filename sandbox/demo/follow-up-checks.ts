import { parseCurrency } from '../../src/billing/currency.ts';
import { formatMoney } from '../../src/billing/money.ts';
import { CLIENTS } from '../seed/clients.ts';
import { FOLLOW_UP, MILESTONES } from '../seed/milestones.ts';
import { PROJECTS } from '../seed/projects.ts';
import { type Check, check } from './check.ts';
import { FOLLOWED, type FollowedUp } from './follow-up.ts';
import { lookAtRow } from './look.ts';
import type { Stage } from './stage.ts';
import { invoicesOf } from './story.ts';

/** Reads inbox and Notion afresh and says which of the promised outcomes of the follow-up came true. */
export function checkFollowUp(stage: Stage, told: Omit<FollowedUp, 'teamsWords'>): readonly Check[] {
  const [rehearsed, first, second] = told.mails;
  return [
    check('a dry run of the follow-up sent nothing', rehearsed === 0),
    check(
      'each late and free invoice got exactly one mail, at its client’s address alone, with what remains',
      FOLLOWED.every((name) => gotOneMail(stage, name)),
    ),
    check('two invoices of one client at the same step went in one mail', areTogether(stage)),
    check('the second run sent nothing more', first > 0 && second === first),
    check(
      'nothing was written about what is paid, promised, queried or on hold, nor anything formal without a yes',
      isLeftAlone(stage),
    ),
    check(
      'each of those says why it was left alone',
      /^Promised/.test(told.reasons.get(FOLLOW_UP.promised) ?? '') &&
        /^Queried/.test(told.reasons.get(FOLLOW_UP.queried) ?? '') &&
        /^On hold/.test(told.reasons.get(FOLLOW_UP.onHold) ?? '') &&
        /Escalation approved on/.test(told.reasons.get(FOLLOW_UP.awaitsYes) ?? ''),
    ),
    check(
      'Notion shows step and day of each, and one comment',
      FOLLOWED.every((name) => isShown(stage, name, told)),
    ),
    check('a promise moves the next follow-up behind its day', told.promise.next > told.promise.until),
  ];
}

function addressOf(name: string): string {
  const milestone = MILESTONES.find((one) => one.name === name);
  const project = PROJECTS.find((one) => one.name === milestone?.project);
  return CLIENTS.find((one) => one.name === project?.client)?.billingEmail ?? '';
}

const numberOf = ({ sandbox: { notion, seeded } }: Stage, name: string): string =>
  lookAtRow(notion, seeded.row(name))('Invoice number');

function mailsNaming(stage: Stage, name: string) {
  const number = numberOf(stage, name);
  return stage.sandbox.mail.inbox().filter(({ text }) => number !== '' && text.includes(number));
}

function gotOneMail(stage: Stage, name: string): boolean {
  const [mail, ...more] = mailsNaming(stage, name);
  const [invoice] = invoicesOf(stage, stage.sandbox.seeded.row(name));
  const currency = parseCurrency(invoice?.currency ?? '');
  if (mail === undefined || invoice === undefined || currency === undefined) return false;
  const remaining = formatMoney({ minor: invoice.amount_remaining, currency });
  const line = mail.text.split('\n').find((one) => one.includes(numberOf(stage, name)) && one.startsWith('- '));
  return more.length === 0 && mail.to.join() === addressOf(name) && line?.includes(`Remaining: ${remaining}`) === true;
}

function areTogether(stage: Stage): boolean {
  const [mail, ...others] = new Set(FOLLOW_UP.together.flatMap((name) => mailsNaming(stage, name)));
  return mail !== undefined && others.length === 0;
}

function isLeftAlone(stage: Stage): boolean {
  const { notion, workspace, mail } = stage.sandbox;
  const { promised, queried, onHold, awaitsYes } = FOLLOW_UP;
  const paid = notion
    .rows(workspace.milestones.dataSourceId)
    .map(({ id }) => lookAtRow(notion, id))
    .filter((look) => look('Billing status') === 'Paid')
    .map((look) => look('Name'));
  return (
    [promised, queried, onHold, awaitsYes, ...paid].every((name) => mailsNaming(stage, name).length === 0) &&
    mail.inbox().every(({ subject }) => !subject.startsWith('Formal'))
  );
}

function isShown(
  { sandbox: { notion, seeded } }: Stage,
  name: string,
  { day, stepsBefore }: Pick<FollowedUp, 'day' | 'stepsBefore'>,
): boolean {
  const id = seeded.row(name);
  const look = lookAtRow(notion, id);
  // A notice about a failed payment counts as the light step.
  const step = stepsBefore.get(name) === '' ? 'Light' : 'Firm';
  const comments = notion
    .comments(id)
    .filter((text) => text.includes(` of ${day}: invoice ${look('Invoice number')} `));
  const isPutBack = look('Billing detail').includes('put back'); // the hub beside the command, whose clock is the real one
  return look('Follow-up step') === step && look('Last follow-up') === day && comments.length === 1 && !isPutBack;
}
