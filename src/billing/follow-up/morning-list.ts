import { type Instant, timeIn } from '../calendar.ts';
import type { Policy } from '../facts.ts';
import { formatMoney, totalsByCurrency } from '../money.ts';
import type { Planned } from './plan.ts';

/** One message that is about to go out. */
export type ListItem = {
  readonly client: string;
  readonly message: string;
  readonly invoices: readonly string[];
  /** "3,500.00 EUR", several currencies with "and" between. */
  readonly sum: string;
  readonly leavesAt: Instant;
};

export const listItems = (planned: readonly Planned[]): readonly ListItem[] =>
  planned.map(({ message, leavesAt }) => ({
    client: message.client.name,
    message: message.kind,
    invoices: message.about.map(({ number }) => number),
    sum: totalsByCurrency(message.about.map(({ remaining }) => remaining))
      .map(formatMoney)
      .join(' and '),
    leavesAt,
  }));

/** The list that the owner reads before anything goes out, and how to hold something back (Rule 11.10). */
export function morningList(
  planned: readonly Planned[],
  { timeZone }: Pick<Policy, 'timeZone'>,
): { readonly subject: string; readonly text: string } {
  const items = listItems(planned);
  const count = items.length === 1 ? 'One message goes' : `${items.length} messages go`;
  const lines = items.flatMap(({ client, message, invoices, sum, leavesAt }, at) => [
    `${client}: ${message}, from ${timeIn(timeZone, leavesAt)} (${timeZone})`,
    `  invoice ${invoices.join(', ')}, ${sum}`,
    ...(planned[at]?.counts ?? []).map(({ followed: { milestone } }) => `  ${milestone.name}: ${milestone.url}`),
    '',
  ]);
  return {
    subject: `${count} out today`,
    text: [
      `${count} out in about an hour, unless somebody holds it back or pays before.`,
      '',
      ...lines,
      'To hold one back, set "Follow-up stop" of its milestone to On hold, or "Follow-up hold until" of the client.',
      '',
    ].join('\n'),
  };
}
