import { parseCurrency } from '../../src/billing/currency.ts';
import { formatMoney, type Money } from '../../src/billing/money.ts';
import { BLOCKED, HERO, READY } from '../seed/milestones.ts';
import { runMilepost } from './hub-process.ts';
import { lookAtRow } from './look.ts';
import { type TeamsPart, teamsPart, withEdit } from './ownership.ts';
import type { Stage } from './stage.ts';
import { say } from './terminal.ts';
import { until } from './until.ts';

/** How long anything may take on a slow machine; usually it is a second or two. */
const PATIENCE_MS = 45_000;

type Invoice = ReturnType<Stage['sandbox']['stripe']['store']['invoices']>[number];

/** The invoices in Stripe that bill one milestone. */
export const invoicesOf = ({ sandbox }: Pick<Stage, 'sandbox'>, milestoneId: string): readonly Invoice[] =>
  sandbox.stripe.store.invoices().filter(({ metadata }) => metadata?.milepost_milestone === milestoneId);

const pageUrl = ({ sandbox }: Stage, id: string): string => `${sandbox.notion.url}/page/${id}`;

function amount(minor: number, code: string): string {
  const currency = parseCurrency(code);
  return currency === undefined ? `${minor} ${code}` : formatMoney({ minor, currency } satisfies Money);
}

/** Nobody told the hub anything while it was off; it looks at everything once and catches up. */
export async function catchUp(stage: Stage): Promise<void> {
  const { notion, workspace, seeded } = stage.sandbox;
  say.heading('Before the hub was there');
  say.line('team', `approved "${READY}" yesterday, by the rules, while no hub ran.`);
  const look = lookAtRow(notion, seeded.readyId);
  await until(() => look('Billing status') === 'Sent', `"${READY}" is billed`, PATIENCE_MS);
  await until(
    () =>
      notion.rows(workspace.milestones.dataSourceId).every(({ id }) => lookAtRow(notion, id)('Billing status') !== ''),
    'every milestone shows a billing status',
    PATIENCE_MS,
  );
  const shown = notion.rows(workspace.milestones.dataSourceId).length;
  say.line('hub', `looked at all ${shown} milestones, found that approval and sent the invoice.`);
  say.line('Notion', `"${READY}" shows ${look('Billing status')}, ${look('Invoice number')}, due ${look('Due')}.`);
}

/** What stood in Notion between the invoice and its payment. */
export type Sent = {
  readonly status: string;
  readonly due: string;
  readonly remaining: string;
  readonly link: string;
  /** What the team's properties ought to say from now on. */
  readonly teamsWords: TeamsPart;
};

/** A colleague logs the client's approval; the invoice goes out. */
export async function approve(stage: Stage): Promise<Sent> {
  const { notion, workspace, seeded } = stage.sandbox;
  const look = lookAtRow(notion, seeded.heroId);
  say.heading('A milestone is approved');
  const read = () => teamsPart(notion, workspace);
  const teamsWords = withEdit(stage.before.teamsWords, read, () => seeded.approve(HERO));
  say.line('team', `Mara logs in Notion that Eleanor Finch approved "${HERO}" by e-mail today, with the proof.`);
  await until(() => look('Billing status') === 'Sent', `"${HERO}" is shown as sent`, PATIENCE_MS);
  const [invoice] = invoicesOf(stage, seeded.heroId);
  const link = look('Invoice');
  say.line('hub', 'waited out the quiet period, ran every check, created the invoice and sent it.');
  say.line(
    'Stripe',
    `${invoice?.number} over ${amount(invoice?.total ?? 0, invoice?.currency ?? '')}, mailed to ${invoice?.customer_email}.`,
  );
  say.line(
    'Notion',
    `Billing status ${look('Billing status')}, Issued ${look('Issued')}, Due ${look('Due')}, Remaining ${look('Remaining')}.`,
  );
  say.line('open', `payment link  ${link}`);
  say.line('open', `milestone     ${pageUrl(stage, seeded.heroId)}`);
  return { status: look('Billing status'), due: look('Due'), remaining: look('Remaining'), link, teamsWords };
}

/** The client presses the button on the hosted page. @returns the status of the page that answers */
export async function pay(stage: Stage, link: string): Promise<number> {
  const { notion, seeded } = stage.sandbox;
  const look = lookAtRow(notion, seeded.heroId);
  const project = lookAtRow(notion, seeded.row('Spring catalogue website'));
  say.heading('The client pays');
  const form = new URL(link);
  form.pathname += '/pay'; // where the page's own button leads
  const answer = await fetch(form, { method: 'POST', body: new URLSearchParams({ method: 'card' }) });
  say.line('client', 'opens the payment link and pays by card.');
  await until(() => look('Billing status') === 'Paid', `"${HERO}" is shown as paid`, PATIENCE_MS);
  await until(
    () => project('Next billing event').startsWith('Launch and handover'),
    'the project moves on to its next billing event',
    PATIENCE_MS,
  );
  say.line('hub', 'heard of it from Stripe, read the invoice afresh and closed the milestone out.');
  say.line(
    'Notion',
    `Billing status ${look('Billing status')}, Remaining ${look('Remaining')}, Paid on ${look('Paid on')}.`,
  );
  say.line('Notion', `one comment: ${notion.comments(seeded.heroId).at(-1)}`);
  say.line(
    'Notion',
    `the project's next billing event: ${project('Next billing event')}, ${project('Next billing date')}.`,
  );
  return answer.status;
}

/** What was sent is never edited: somebody changes the amount, somebody else the hub's own status. @returns what the team's words are now */
export async function changeSent(stage: Stage, noted: TeamsPart): Promise<TeamsPart> {
  const { notion, workspace, seeded } = stage.sandbox;
  const look = lookAtRow(notion, seeded.readyId);
  const project = lookAtRow(notion, seeded.row('Gallery wayfinding'));
  say.heading('Something changes after the invoice was sent');
  const raise = () => notion.editAs(seeded.person('priya'), seeded.readyId, { Amount: { number: RAISED } });
  const teamsWords = withEdit(noted, () => teamsPart(notion, workspace), raise);
  notion.editAs(seeded.person('tom'), seeded.readyId, { 'Billing status': { select: { name: 'Paid' } } });
  say.line('team', `Priya raises the amount of "${READY}" to ${RAISED}; Tom sets its Billing status to Paid.`);
  await until(() => look('Billing detail').includes('put back'), 'the hand edit is put back', PATIENCE_MS);
  await until(() => project('Mismatches').includes(`${READY}: amount differs`), 'the mismatch is shown', PATIENCE_MS);
  say.line('hub', 'touched nothing in Stripe, put the status back, and asks for a decision.');
  say.line('Notion', `Billing status ${look('Billing status')}: ${look('Billing detail')}`);
  say.line('Notion', `the project's mismatches: ${project('Mismatches').split('\n')[0]}`);
  return teamsWords;
}

const RAISED = 5_700;

/** An approval that does not count says what is missing and who can mend it. @returns what `milepost explain` says about it */
export async function explainBlocked(stage: Stage): Promise<string> {
  const { notion, seeded } = stage.sandbox;
  const look = lookAtRow(notion, seeded.blockedId);
  say.heading('An approval that does not count');
  say.line('team', `set "${BLOCKED}" to Approved, on the word of somebody else and without proof.`);
  await until(() => look('Missing for billing') !== '', `"${BLOCKED}" says what is missing`, PATIENCE_MS);
  say.line('hub', 'sent nothing.');
  for (const line of look('Missing for billing').split('\n')) say.line('Notion', line);
  say.line('open', pageUrl(stage, seeded.blockedId));
  const { code, stdout, stderr } = await runMilepost(stage.settings, ['explain', seeded.blockedId]);
  if (code !== 0) throw new Error(`milepost explain ended with ${code}: ${stderr}`);
  say.line('hub', `milepost explain ${seeded.blockedId} lists every check; these failed:`);
  for (const line of stdout.split('\n').filter((one) => one.includes('FAIL'))) say.line('hub', line.trim());
  return stdout;
}

/** The weekly review, now instead of on Monday. @returns the title of its tab */
export async function review(stage: Stage): Promise<string> {
  const { google, sheetId } = stage.sandbox;
  say.heading('The owner reads the week');
  const { code, stdout, stderr } = await runMilepost(stage.settings, ['run', 'weekly-review']);
  if (code !== 0) throw new Error(`milepost run weekly-review ended with ${code}: ${stderr}${stdout}`);
  const tab = google
    .spreadsheet(sheetId)
    .tabs()
    .find(({ title }) => /^\d{4}-W\d{2}$/.test(title));
  if (tab === undefined) throw new Error('The weekly review left no tab in the sheet.');
  say.line('hub', 'wrote the weekly review: milepost run weekly-review');
  say.line('Sheet', `tab ${tab.title}, ${tab.values().length} rows:`);
  for (const name of [HERO, BLOCKED]) say.line('Sheet', rowNaming(tab, name));
  say.line('open', `${google.url}/sheet/${sheetId}?tab=${tab.sheetId}`);
  return tab.title;
}

type Tab = ReturnType<ReturnType<Stage['sandbox']['google']['spreadsheet']>['tabs']>[number];

/** The row about an item as the owner reads it: without the hidden column by which rows are found again. */
function rowNaming({ rows, raw }: Tab, name: string): string {
  const row = rows().find((cells) => cells.some(({ text }) => text === name)) ?? [];
  const texts = row.filter((_, column) => raw.columnProperties[column]?.hiddenByUser !== true).map(({ text }) => text);
  return texts.filter((text) => text !== '').join(' · ');
}
