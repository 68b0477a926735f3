import { isCancelled } from '../../src/billing/approval.ts';
import { dateIn, type Instant } from '../../src/billing/calendar.ts';
import { messageComments } from '../../src/billing/follow-up/comments.ts';
import type { Followed } from '../../src/billing/follow-up/followed.ts';
import { placedOn } from '../../src/billing/follow-up/stop-notes.ts';
import { taskComment } from '../../src/billing/follow-up/task.ts';
import { type FollowUpView, followUpView, NO_FOLLOW_UP } from '../../src/billing/follow-up/view.ts';
import { peopleFor } from '../../src/billing/people.ts';
import { detailsOf } from '../../src/billing/standing/details.ts';
import { type InvoiceFields, invoiceFields, type Standing } from '../../src/billing/standing/standing.ts';
import { statusOf } from '../../src/billing/standing/status.ts';
import { stopInForce } from '../../src/billing/standing/stops.ts';
import { detailWords } from '../../src/billing/standing/words.ts';
import { Policy } from '../../src/config/policy.ts';
import { billingPolicy } from '../../src/hub/billing-policy.ts';
import type { PropertyWrites } from '../notion/index.ts';
import { SEED_ZONE } from './history.ts';
import { AGENCY } from './people.ts';
import { date, number, select, text, url } from './writes.ts';

/** The settings under which the agency has worked with the hub so far: the usual ones, in its own zone, with mail. */
export const SEED_POLICY = billingPolicy({
  policy: Policy.parse({ timeZone: SEED_ZONE, currency: 'GBP' }),
  mail: { smtpUrl: '', from: AGENCY },
});

/** Nothing of a voided invoice is owed; it only stays findable. */
const ofVoided = ({ invoiceUrl, invoiceNumber, stripeInvoice }: InvoiceFields): InvoiceFields => ({
  invoiceUrl,
  invoiceNumber,
  stripeInvoice,
  invoiced: null,
  remaining: null,
  issued: null,
  due: null,
  paidOn: null,
});

function standingOf({ invoice, milestone, client }: Followed, now: Instant): Standing {
  const noted = placedOn({ invoice, milestone }, SEED_POLICY, now);
  const stop = stopInForce(milestone, client, SEED_POLICY, now, noted);
  const view = statusOf(invoice, dateIn(SEED_ZONE, now), isCancelled(milestone.approval), SEED_POLICY);
  const details = detailsOf({ invoice, view, milestone, stop, client });
  const answerOverdueFrom = undefined; // no debit of the seed is on its way for long
  return { status: view.status, details, invoice, view, stop, answerOverdueFrom, all: [{ invoice, view }] };
}

/** What the hub shows beside a milestone that it has billed, so that it finds nothing to change when it starts. */
export function shownBeside(followed: Followed, now: Instant): PropertyWrites {
  const { invoice } = followed;
  const standing = standingOf(followed, now);
  const isVoid = invoice.status === 'void';
  const fields = isVoid ? ofVoided(invoiceFields(standing, SEED_POLICY)) : invoiceFields(standing, SEED_POLICY);
  const followUp = followUpOf(followed, standing, now);
  return {
    'Billing status': select(standing.status),
    'Billing detail': text(`${detailOf(followed, standing, fields)}${followUp.words}`),
    Invoice: url(fields.invoiceUrl),
    'Invoice number': text(fields.invoiceNumber),
    'Stripe invoice': text(fields.stripeInvoice),
    Invoiced: number(fields.invoiced),
    Remaining: number(fields.remaining),
    Issued: date(fields.issued),
    Due: date(fields.due),
    'Paid on': date(fields.paidOn),
    'Follow-up step': select(followUp.shown.followUpStep),
    'Last follow-up': date(followUp.shown.lastFollowUp),
    'Next follow-up': date(followUp.shown.nextFollowUp),
  };
}

function detailOf(followed: Followed, standing: Standing, { invoiceNumber }: InvoiceFields): string {
  const { details, invoice, view, stop } = standing;
  if (invoice.status === 'void')
    return `Voided: invoice ${invoiceNumber}. To bill again, log a new decision: a new "Decided on".`;
  const people = peopleFor(followed, SEED_POLICY);
  const names = { ...people, portal: '', stop, isAnswerOverdue: false };
  return detailWords(details, { invoice, view, policy: SEED_POLICY, ...names });
}

const followUpOf = (followed: Followed, standing: Standing, now: Instant): FollowUpView =>
  followed.invoice.status === 'void'
    ? NO_FOLLOW_UP
    : followUpView({ ...followed, clientInvoices: [] }, standing, SEED_POLICY, now);

/** What the hub has said beside an open invoice: which messages went out, and what a person is to decide. */
export function commentsBeside(followed: Followed, now: Instant): readonly string[] {
  const { task } = followUpOf(followed, standingOf(followed, now), now);
  const decide = task === undefined ? [] : [taskComment(task, dateIn(SEED_ZONE, now))];
  return [...messageComments(followed.invoice, SEED_POLICY), ...decide].map((comment) => comment.text);
}
