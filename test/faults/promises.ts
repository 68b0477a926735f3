import { type TeamsPart, differences as teamsDifferences, teamsPart } from '../../sandbox/demo/ownership.ts';
import { besideTheMessage, differences, type End, endOf, isUnconfirmed } from './end.ts';
import type { Flow } from './flows.ts';
import { OWNER } from './follow-up-flows.ts';
import type { Scene } from './scene.ts';

const LIVE = new Set<string | null>(['open', 'paid', 'uncollectible']);

const hasTwice = (texts: readonly (string | null | undefined)[]): boolean => new Set(texts).size < texts.length;

export const teamWrote = ({ site }: Scene): TeamsPart => teamsPart(site.notion, site.workspace);

/** What always holds (docs/architecture.md), whatever was disturbed. @returns what does not, in words */
export function brokenPromises(scene: Scene, { billed, messages = 0 }: Flow, team: TeamsPart): readonly string[] {
  const { store } = scene.site.stripe;
  const sent = store.invoices().filter(({ status }) => LIVE.has(status));
  const mailed = store.mails().filter(({ kind }) => kind === 'invoice');
  const mailedAgain = mailed.length - new Set(mailed.map(({ invoice }) => invoice)).size;
  const written = scene.site.lane.mail.inbox().filter(({ to }) => !to.includes(OWNER));
  const comments = scene.site.notion.comments(scene.milestone).filter((comment) => comment.startsWith('Paid: '));
  const bySomebodyElse = sent.some(({ metadata }) => metadata?.milepost_milestone !== scene.milestone);
  const sum = sent.reduce((all, { total }) => all + total, 0);
  // A renewal's own row is new. What stands in it is compared with the undisturbed one.
  const touched = teamsDifferences(team, teamWrote(scene)).filter(
    (what) => team.has(what) && !what.startsWith('Milestones of '), // the other side of a new row’s relation
  );
  const findings: readonly (readonly [boolean, string])[] = [
    [hasTwice(sent.map(({ metadata }) => metadata?.milepost_key)), 'two live invoices under one billing key'],
    [sent.length > billed.invoices || sum > billed.sum, `${sum} was billed on ${sent.length} invoices`],
    [bySomebodyElse, 'billed what nobody approved'],
    [
      mailedAgain + written.length > messages,
      `clients got ${mailedAgain + written.length} messages beside their invoices`,
    ],
    [hasTwice(written.map(({ messageId }) => messageId)), 'a message was sent twice'],
    [hasTwice(comments), 'two closing comments'],
    [touched.length > 0, `the hub wrote what is the team’s: ${touched.join(', ')}`],
    [scene.alarms.length > 0, `an alarm: ${scene.alarms.join(', ')}`],
    [scene.bugs.length > 0, `a bug: ${scene.bugs.map(words).join(', ')}`],
  ];
  return findings.filter(([isBroken]) => isBroken).map(([, what]) => what);
}

/** What, and where. */
const words = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split('\n', 3).join('\n    ') : String(error);

/**
 * What must hold one sweep after the last fault.
 * @param mayBeUnknown whether a message may be left unconfirmed
 * @returns what does not, in words
 */
export async function unsettled(
  scene: Scene,
  expected: End | undefined,
  mayBeUnknown: boolean,
): Promise<readonly string[]> {
  const { tasks, work, client, project, milestone, next } = scene;
  const end = endOf(scene);
  const waiting = tasks.waiting();
  const before = writesIn(scene);
  await work(
    ...[milestone, next].map((id) => ({ name: 'milestone', id, origin: 'test' })),
    { name: 'project', id: project, origin: 'test' },
    { name: 'client', id: client, origin: 'test' },
  );
  return [
    ...(expected === undefined ? [] : comparedTo(expected, end, mayBeUnknown)),
    ...(waiting.length > 0 ? [`work still waits after the sweep: ${waiting.join(', ')}`] : []),
    ...(writesIn(scene) > before ? ['a fresh look changes what the sweep left'] : []),
  ];
}

const comparedTo = (expected: End, end: End, mayBeUnknown: boolean): readonly string[] =>
  mayBeUnknown && isUnconfirmed(end)
    ? differences(besideTheMessage(expected), besideTheMessage(end))
    : differences(expected, end);

/** Reads of Notion are POSTs too where they have conditions. */
const writesIn = ({ site: { notion, stripe } }: Scene): number =>
  [...notion.journal.entries(), ...stripe.journal.entries()].filter(
    ({ method, path }) => method !== 'GET' && !path.endsWith('/query'),
  ).length;
