import { addDays, dateIn, formatWeek, instantFromSeconds, isoWeek } from '../../src/billing/calendar.ts';
import { SEED_ZONE } from '../seed/index.ts';
import { BLOCKED, HERO, READY } from '../seed/milestones.ts';
import { type Check, check } from './check.ts';
import type { FollowedUp } from './follow-up.ts';
import { checkFollowUp } from './follow-up-checks.ts';
import { lookAtRow } from './look.ts';
import { differences, type TeamsPart, teamsPart } from './ownership.ts';
import type { Stage } from './stage.ts';
import { invoicesOf, type Sent } from './story.ts';

/** What the story left behind that the services do not remember. */
export type Told = {
  readonly sent: Sent;
  /** HTTP status of the page after paying. */
  readonly paymentAnswer: number;
  /** What `milepost explain` said about the approval that does not count. */
  readonly explained: string;
  /** What the team's properties ought to say after all its own edits. */
  readonly teamsWords: TeamsPart;
  readonly followedUp: Omit<FollowedUp, 'teamsWords'>;
  readonly reviewTab: string;
};

const HERO_TOTAL = 480_000;
const HERO_TERMS_DAYS = 14;

const SECTIONS = [
  'Figures',
  'Unassigned',
  'Waiting on a trigger',
  'Due soon',
  'Overdue',
  'Mismatches',
  'Upcoming billing',
  'Open deals',
  'Held and promised',
  'Closed this week',
  'Hub health',
] as const;

/** Reads the services afresh and says which of the promised outcomes came true. */
export const checkOutcomes = (stage: Stage, told: Told): readonly Check[] => [
  ...inStripe(stage, told),
  ...inNotion(stage, told),
  ...checkFollowUp(stage, told.followedUp),
  ...inSheet(stage, told),
];

function inStripe(stage: Stage, { paymentAnswer }: Told): readonly Check[] {
  const { stripe, seeded } = stage.sandbox;
  const { heroId, readyId, today } = seeded;
  const [invoice, ...more] = invoicesOf(stage, heroId);
  const due = invoice?.due_date ?? undefined;
  const mails = stripe.store.mails().filter((mail) => mail.invoice === invoice?.id);
  const payments = stripe.store.invoicePayments().filter((payment) => payment.invoice === invoice?.id);
  return [
    check(`exactly one invoice for "${HERO}"`, invoice !== undefined && more.length === 0),
    check(
      'it is over the approved 4,800.00 GBP and paid',
      invoice?.total === HERO_TOTAL && invoice.currency === 'gbp' && invoice.status === 'paid',
    ),
    check(
      "it is due after the client's payment terms",
      due !== undefined && dateIn(SEED_ZONE, instantFromSeconds(due)) === addDays(today, HERO_TERMS_DAYS),
    ),
    check('it carries its billing key', invoice?.metadata?.milepost_key === `${heroId}:all:r1`),
    check(
      "it was mailed once, to the client's finance contact",
      mails.length === 1 && mails[0]?.to === 'accounts@alderfinch.example',
    ),
    check(
      'the client paid once',
      paymentAnswer === 200 && payments.filter(({ status }) => status === 'paid').length === 1,
    ),
    check(`exactly one invoice for "${READY}", approved while no hub ran`, invoicesOf(stage, readyId).length === 1),
    check('nothing else was billed', stripe.store.invoices().length === stage.before.invoices + 2),
  ];
}

function inNotion(stage: Stage, { sent, explained, teamsWords }: Told): readonly Check[] {
  const { notion, workspace, seeded } = stage.sandbox;
  const { today, heroId, blockedId } = seeded;
  const hero = lookAtRow(notion, heroId);
  const blocked = lookAtRow(notion, blockedId);
  const project = lookAtRow(notion, seeded.row('Spring catalogue website'));
  const [invoice] = invoicesOf(stage, heroId);
  const touched = differences(teamsWords, teamsPart(notion, workspace));
  const ready = lookAtRow(notion, seeded.readyId);
  const closeouts = notion.comments(heroId).filter((text) => text.startsWith('Paid: '));
  const mismatches = lookAtRow(notion, seeded.row('Gallery wayfinding'))('Mismatches');
  return [
    check(
      `Notion showed "${HERO}" as sent, with due date and the whole amount`,
      sent.status === 'Sent' && sent.due === addDays(today, HERO_TERMS_DAYS) && sent.remaining === '4800',
    ),
    check(
      'Notion shows its number and payment link as Stripe has them',
      hero('Invoice number') === invoice?.number && sent.link === invoice.hosted_invoice_url,
    ),
    check(
      'Notion shows it as paid today with nothing remaining',
      hero('Billing status') === 'Paid' && hero('Remaining') === '0' && hero('Paid on') === today,
    ),
    check(
      'one comment says that it is paid and what comes next',
      closeouts.length === 1 && /Next: Launch/.test(closeouts[0] ?? ''),
    ),
    check('its project waits for the next milestone', project('Next billing event').startsWith('Launch and handover')),
    check(
      `"${BLOCKED}" was not billed and says what is missing and who mends it`,
      invoicesOf(stage, blockedId).length === 0 &&
        blocked('Billing status') === 'Not yet triggered' &&
        /Decided by r\.lane@alderfinch\.example.*Priya Raman/.test(blocked('Missing for billing')) &&
        /Decision proof/.test(blocked('Missing for billing')),
    ),
    check(
      'milepost explain names the checks that failed',
      /FAIL {2}R04/.test(explained) && /FAIL {2}R05/.test(explained),
    ),
    check(
      `a status that was changed by hand is put back and said so, on "${READY}"`,
      ready('Billing status') === 'Sent' &&
        /Changed by hand and put back on .*"Billing status" said Paid/.test(ready('Billing detail')),
    ),
    check(
      'an amount that was raised after sending is a mismatch, and nothing in Stripe was touched',
      mismatches.includes(`${READY}: amount differs`) && invoicesOf(stage, seeded.readyId)[0]?.total === 520_000,
    ),
    check(
      `every one of ${notion.rows(workspace.milestones.dataSourceId).length} milestones has a billing status`,
      notion.rows(workspace.milestones.dataSourceId).every(({ id }) => lookAtRow(notion, id)('Billing status') !== ''),
    ),
    check(
      `the hub wrote nothing that belongs to the team${touched.length === 0 ? '' : `, but ${touched.join(', ')}`}`,
      touched.length === 0,
    ),
  ];
}

/** Headings stand alone in column A; an item belongs to the last heading above it. */
function sectionOf(rows: readonly (readonly string[])[], name: string): string | undefined {
  let heading: string | undefined;
  for (const cells of rows) {
    if (cells.some((text) => text.includes(name))) return heading;
    if (cells[0] !== undefined && cells[0] !== '' && cells.slice(1).every((text) => text === '')) heading = cells[0];
  }
  return undefined;
}

function inSheet({ sandbox }: Stage, { reviewTab }: Told): readonly Check[] {
  const { google, sheetId, seeded } = sandbox;
  const tab = google.spreadsheet(sheetId).tab(reviewTab);
  const rows = tab.rows().map((cells) => cells.map(({ text }) => text));
  const headings = rows.map(([first = '']) => first);
  return [
    check("the sheet has this week's tab", reviewTab === formatWeek(isoWeek(seeded.today))),
    check(`"${HERO}" is among what was closed this week`, sectionOf(rows, HERO) === 'Closed this week'),
    check(`"${BLOCKED}" waits on its trigger`, sectionOf(rows, BLOCKED) === 'Waiting on a trigger'),
    check('the mismatch is among the mismatches of the week', sectionOf(rows, 'amount differs') === 'Mismatches'),
    check(
      'every section is there',
      SECTIONS.every((section) => headings.includes(section)),
    ),
  ];
}
