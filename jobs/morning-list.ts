import { z } from 'zod';
import { dateIn, type Instant, instantFromMillis } from '../src/billing/calendar.ts';
import { type ListItem, listItems, morningList } from '../src/billing/follow-up/morning-list.ts';
import type { Planned } from '../src/billing/follow-up/plan.ts';
import type { JobContext } from './ports.ts';

export type Announced = Pick<JobContext, 'memory' | 'clock' | 'policy'> & {
  /** Mails the list to the owner; undefined where the team has no mail server or wants no list. */
  readonly sendList: ((to: string, subject: string, text: string) => Promise<void>) | undefined;
};

const ANNOUNCED = 'follow-up announced';

/** What is announced is this very message on this day: another invoice in it, another sum or another morning is announced anew. */
const printOf = ({ message: { kind, about }, leavesAt }: Planned, { policy }: Pick<Announced, 'policy'>): string =>
  JSON.stringify([
    kind,
    dateIn(policy.timeZone, leavesAt),
    about.map(({ invoiceId, remaining }) => [invoiceId, remaining.minor]),
  ]);

/** Since when the owner knows of a message; undefined where it was not announced for that day, or Redis was lost. */
export const announcedSince = (
  deps: Pick<Announced, 'memory' | 'policy'>,
  planned: Planned,
): Promise<Instant | undefined> => deps.memory.seenSince(ANNOUNCED, planned.message.client.id, printOf(planned, deps));

/**
 * Tells the default billing owner what is about to go out (Rule 11.10), and keeps it for `milepost status`.
 * @returns how many messages were not announced before
 */
export async function announce(deps: Announced, soon: readonly Planned[]): Promise<number> {
  const fresh: Planned[] = [];
  for (const planned of soon) if ((await announcedSince(deps, planned)) === undefined) fresh.push(planned);
  const [first] = fresh;
  if (first === undefined) return 0;
  const { memory, clock, policy, sendList } = deps;
  const list = morningList(fresh, policy);
  if (sendList !== undefined && policy.defaultBillingOwner !== undefined)
    await sendList(policy.defaultBillingOwner, list.subject, list.text);
  await keepForStatus(deps, fresh);
  // Last: a list that could not be mailed is made again by the next run.
  for (const planned of fresh)
    await memory.firstSeen(ANNOUNCED, planned.message.client.id, printOf(planned, deps), clock());
  return fresh.length;
}

const LIST = 'follow-up list';
const KEPT_MS = 24 * 60 * 60_000;

const Kept = z.array(
  z.object({
    client: z.string(),
    message: z.string(),
    invoices: z.array(z.string()),
    sum: z.string(),
    leavesAt: z.number(),
  }),
);

async function keepForStatus({ memory, clock }: Announced, fresh: readonly Planned[]): Promise<void> {
  const kept = await announcedList({ memory }, instantFromMillis(clock() - KEPT_MS));
  const items = [
    ...kept.filter(({ client }) => !fresh.some(({ message }) => message.client.name === client)),
    ...listItems(fresh),
  ];
  await memory.rememberFingerprint(LIST, 'all', JSON.stringify(items));
}

/** What was announced and leaves after an instant, for `milepost status`. */
export async function announcedList(
  { memory }: Pick<Announced, 'memory'>,
  after: Instant,
): Promise<readonly ListItem[]> {
  const text = await memory.fingerprint(LIST, 'all');
  const items = text === undefined ? [] : (Kept.safeParse(JSON.parse(text)).data ?? []);
  return items
    .filter(({ leavesAt }) => leavesAt > after)
    .map((item) => ({ ...item, leavesAt: instantFromMillis(item.leavesAt) }));
}
