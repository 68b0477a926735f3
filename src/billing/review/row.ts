import type { PlainDate } from '../calendar.ts';
import type { Money } from '../money.ts';
import type { ReviewItem } from './item.ts';
import { ascending, type Compare, inOrder } from './order.ts';

/** One line of a section (Rule 15). What `sum`, `date` and `days` mean is said by the section's column headers. */
export type ReviewRow = {
  /** Id of the thing listed. The same in every section, so that the owner's notes find it again (Rule 15.4). */
  readonly key: string;
  readonly client: string;
  readonly project: string;
  readonly item: string;
  /** Where the item lives. */
  readonly url: string;
  readonly status: string;
  readonly sum: Money | undefined;
  readonly date: PlainDate | undefined;
  readonly days: number | undefined;
  readonly detail: string;
  /** Undefined when nobody is responsible: the row then heads the review (Rule 18.4). */
  readonly person: string | undefined;
  readonly nextStep: string;
  readonly invoice: { readonly number: string; readonly url: string } | undefined;
};

type Own = Pick<ReviewRow, 'sum' | 'date' | 'days' | 'detail' | 'nextStep'> & Partial<Pick<ReviewRow, 'status'>>;

/** Adds to what a section says about an item all that every section says. */
export function rowOf(item: ReviewItem, own: Own): ReviewRow {
  const { milestone, project, client } = item;
  const { invoiceNumber, invoiceUrl, stripeInvoice } = milestone.shown;
  return {
    key: milestone.id,
    client: client?.name ?? '',
    project: project?.name ?? '',
    item: milestone.name,
    url: milestone.url,
    status: item.status,
    person: item.person,
    invoice: invoiceUrl === null ? undefined : { number: invoiceNumber || stripeInvoice || 'Invoice', url: invoiceUrl },
    ...own,
  };
}

/** What comes after a section's own order, so that the same facts in any order give the same review. */
export const byName: Compare<ReviewRow> = inOrder(
  ascending((row) => row.client),
  ascending((row) => row.project),
  ascending((row) => row.item),
  ascending((row) => row.key),
);
