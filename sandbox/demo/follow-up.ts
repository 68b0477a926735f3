import { z } from 'zod';
import { addDays, dateIn, instantFromMillis, type PlainDate, toIso } from '../../src/billing/calendar.ts';
import { SEED_ZONE, sendingTime } from '../seed/index.ts';
import { FOLLOW_UP } from '../seed/milestones.ts';
import { runMilepost } from './hub-process.ts';
import { lookAtRow } from './look.ts';
import { type TeamsPart, teamsPart, withEdit } from './ownership.ts';
import type { Stage } from './stage.ts';
import { say } from './terminal.ts';
import { until } from './until.ts';

const PATIENCE_MS = 45_000;

/** Late and free, or with a payment that failed: what is followed up. */
export const FOLLOWED = [FOLLOW_UP.light, ...FOLLOW_UP.together, FOLLOW_UP.firm, FOLLOW_UP.declined] as const;

const LEFT_ALONE = [
  FOLLOW_UP.promised,
  FOLLOW_UP.queried,
  FOLLOW_UP.onHold,
  FOLLOW_UP.awaitsYes,
  FOLLOW_UP.byHand,
] as const;

/** What the follow-up left behind that the services do not tell by themselves. */
export type FollowedUp = {
  /** The day on which it was played. */
  readonly day: PlainDate;
  /** `Follow-up step` of each milestone before, by its name. */
  readonly stepsBefore: ReadonlyMap<string, string>;
  /** How many mails there were after the dry run, the first run and the second. */
  readonly mails: readonly [number, number, number];
  /** What a dry run said of each milestone that is left alone. */
  readonly reasons: ReadonlyMap<string, string>;
  readonly promise: { readonly until: PlainDate; readonly next: string };
  /** What the team's properties ought to say from now on. */
  readonly teamsWords: TeamsPart;
};

/** Late invoices are followed up: said first, then done, then done again to no effect. */
export async function followUp(stage: Stage, noted: TeamsPart): Promise<FollowedUp> {
  const { notion, mail, seeded, clock } = stage.sandbox;
  const at = sendingTime(instantFromMillis(clock.now()));
  const day = dateIn(SEED_ZONE, at);
  say.heading('Late invoices are followed up');
  const stepsBefore = new Map(
    FOLLOWED.map((name) => [name, lookAtRow(notion, seeded.row(name))('Follow-up step')] as const),
  );
  const asOf = toIso(at).replace('.000Z', 'Z');
  const reasons = await rehearse(stage, asOf);
  const rehearsed = mail.inbox().length;
  await run(stage, ['--as-of', asOf]);
  const first = mail.inbox().length;
  await run(stage, ['--as-of', asOf]);
  const mails = [rehearsed, first, mail.inbox().length] as const;
  say.line('hub', `milepost run follow-up: ${mails[1]} mails went out. Run once more: ${mails[2] - mails[1]} mails.`);
  await tellWhatIsShown(stage);
  const { teamsWords, ...promise } = await promisePayment(stage, noted, day);
  say.line('open', `inbox  ${mail.pageUrl}`);
  return { day, stepsBefore, mails, reasons, promise, teamsWords };
}

const Intended = z.object({
  would: z.array(
    z.object({
      write: z.string(),
      changes: z.looseObject({
        message: z.string().default(''),
        to: z.string().default(''),
        invoices: z.array(z.string()).default([]),
        milestone: z.string().default(''),
        why: z.string().default(''),
      }),
    }),
  ),
});

/** Says who would get what, and who would not and why. @returns the reasons, by the milestone's name */
async function rehearse(stage: Stage, asOf: string): Promise<ReadonlyMap<string, string>> {
  const json = await run(stage, ['--dry-run', '--as-of', asOf]);
  const { would } = Intended.parse(JSON.parse(json.trim().split('\n').at(-1) ?? ''));
  const of = (write: string) => would.filter((one) => one.write === write).map(({ changes }) => changes);
  say.line('hub', `milepost run follow-up --dry-run --as-of ${asOf} would send:`);
  for (const { message, to, invoices } of of('follow-up'))
    say.line('hub', `  ${message} to ${to} about ${invoices.join(', ')}`);
  const reasons = new Map(of('no follow-up').map(({ milestone, why }) => [milestone, why]));
  say.line('hub', `and says why not, of ${reasons.size} others; among them:`);
  for (const name of LEFT_ALONE) say.line('hub', `  "${name}": ${reasons.get(name)}`);
  return reasons;
}

async function run(stage: Stage, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runMilepost(stage.settings, ['run', 'follow-up', ...args]);
  if (code !== 0) throw new Error(`milepost run follow-up ${args.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return stdout;
}

async function tellWhatIsShown({ sandbox: { notion, mail, seeded } }: Stage): Promise<void> {
  const id = seeded.row(FOLLOW_UP.light);
  const look = lookAtRow(notion, id);
  await until(() => look('Last follow-up') !== '', `"${FOLLOW_UP.light}" shows its follow-up`, PATIENCE_MS);
  const sent = mail.inbox().find(({ text }) => text.includes(look('Invoice number')));
  say.line('client', `${sent?.to.join(', ')} reads: "${sent?.subject}"`);
  say.line(
    'Notion',
    `"${FOLLOW_UP.light}" shows Follow-up step ${look('Follow-up step')}, Last ${look('Last follow-up')}, Next ${look('Next follow-up')}.`,
  );
  say.line('Notion', `one comment: ${notion.comments(id).at(-1)}`);
}

const PROMISED_IN_DAYS = 8;

/** The client answers with a date, which a colleague notes: until then nothing more goes out. */
async function promisePayment(
  { sandbox: { notion, workspace, seeded } }: Stage,
  noted: TeamsPart,
  day: PlainDate,
): Promise<FollowedUp['promise'] & Pick<FollowedUp, 'teamsWords'>> {
  const id = seeded.row(FOLLOW_UP.light);
  const look = lookAtRow(notion, id);
  const before = look('Next follow-up');
  const promised = addDays(day, PROMISED_IN_DAYS);
  const teamsWords = withEdit(
    noted,
    () => teamsPart(notion, workspace),
    () =>
      notion.editAs(seeded.person('priya'), id, {
        'Follow-up stop': { select: { name: 'Promised' } },
        'Stop until': { date: { start: promised } },
      }),
  );
  say.line('team', `Priya notes the client's answer: Follow-up stop Promised, Stop until ${promised}.`);
  await until(() => look('Next follow-up') > promised, 'the next follow-up moves behind the promise', PATIENCE_MS);
  say.line('Notion', `Next follow-up moves from ${before} to ${look('Next follow-up')}.`);
  return { until: promised, next: look('Next follow-up'), teamsWords };
}
