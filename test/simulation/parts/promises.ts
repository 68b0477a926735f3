import { differences, type TeamsPart, teamsPart } from '../../../sandbox/demo/ownership.ts';
import { allBills, type Bill, billsOf, isLive } from './books.ts';
import { approvedKey, type Play } from './play.ts';
import { lookAt, rowsOf } from './rows.ts';

/** What must hold at every moment, whatever happened. @returns what does not, in words */
export const brokenAtAnyTime = (play: Play): readonly string[] => [
  ...[...play.bugs, ...play.hub.bugs].map((bug) => `a bug: ${bug instanceof Error ? bug.stack : String(bug)}`),
  ...billedTwice(play),
  ...mailedTwice(play),
  ...rowsOf(play).flatMap((row) => [
    ...billedTooMuch(play, row),
    ...commentedTwice(play, row),
    ...paidEarly(play, row),
  ]),
  ...(play.detached.size > 0 ? [] : integrityAlarms(play).map((words) => `a false alarm: ${words}`)),
];

const repeated = (texts: readonly string[]): readonly string[] =>
  texts.filter((text, at) => text !== '' && texts.indexOf(text) < at);

const keyOf = ({ metadata }: Bill): string => metadata?.milepost_key ?? '';

const billedTwice = (play: Play): readonly string[] =>
  repeated(allBills(play).filter(isLive).map(keyOf)).map((key) => `two live invoices under ${key}`);

const mailedTwice = ({ world }: Play): readonly string[] =>
  repeated(
    world.stripeSandbox.store
      .mails()
      .filter(({ kind }) => kind === 'invoice')
      .map(({ invoice }) => invoice),
  ).map((invoice) => `${invoice} was mailed twice`);

function billedTooMuch(play: Play, row: string): readonly string[] {
  const live = billsOf(play, row).filter(isLive);
  return [...new Set(live.map(({ currency }) => currency))].flatMap((currency) => {
    const billed = live.filter((bill) => bill.currency === currency).reduce((sum, { total }) => sum + total, 0);
    const approved = play.approved.get(approvedKey(row, currency)) ?? 0;
    return billed > approved ? [`${name(play, row)}: ${billed} ${currency} billed, approved were ${approved}`] : [];
  });
}

const beginningOf = (comment: string): string => comment.split(' ').slice(0, 3).join(' ');

const commentedTwice = (play: Play, row: string): readonly string[] =>
  repeated(play.world.notionSandbox.comments(row).map(beginningOf)).map(
    (comment) => `${name(play, row)} says twice "${comment}"`,
  );

function paidEarly(play: Play, row: string): readonly string[] {
  if (lookAt(play, row)('Billing status') !== 'Paid' || play.meddledWith.has(row) || play.settled.has(row)) return [];
  return [`${name(play, row)} is shown as paid before any money came`];
}

export const name = (play: Play, row: string): string => `"${lookAt(play, row)('Name')}"`;

/** Everything that is the team's, row by row. */
export function teamWrote({ world }: Play): TeamsPart {
  const { notionSandbox: notion, workspace } = world;
  const rows = (source: string) =>
    notion.rows(source).map((row) => {
      const { Name, ...properties } = row.properties;
      return { ...row, properties: Name === undefined ? properties : { ...properties, Title: Name } };
    });
  return teamsPart({ rows }, workspace);
}

/** Rows that the hub adds are new, and the other side of their relations with them. */
export const touched = (before: TeamsPart, after: TeamsPart): readonly string[] =>
  differences(before, after)
    .filter((what) => before.has(what) && !what.startsWith('Milestones of '))
    .map((what) => `the hub wrote what is the team's: ${what}`);

/** Nobody sends messages in these histories, so each of them is missed. */
const integrityAlarms = ({ world }: Play): readonly string[] =>
  world.alarms.filter((words) => !words.endsWith('has not gone out'));
