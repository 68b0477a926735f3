import { date, empty, money, number, text } from './cells.ts';
import type { RowSection } from './plan-review.ts';
import type { ReviewRow } from './row.ts';
import type { Cell, TableRow, Tone } from './table.ts';

/** What sum, date, days and detail mean in each section. */
const MEANING: Readonly<Record<RowSection, readonly [sum: string, date: string, days: string, detail: string]>> = {
  Unassigned: ['Sum', 'Date', 'Days', 'Section'],
  'Waiting on a trigger': ['Amount', 'Planned', 'Days waiting', 'What is missing'],
  'Due soon': ['Remaining', 'Due', 'Days left', 'Detail'],
  Overdue: ['Remaining', 'Due', 'Days overdue', 'Last follow-up'],
  Mismatches: ['Sum', 'Since', 'Days', 'Mismatch'],
  'Upcoming billing': ['Amount', 'Planned', 'Days to go', 'Trigger'],
  'Open deals': ['Value', 'Next action on', 'Days in stage', 'Attention'],
  'Held and promised': ['Remaining', 'Until', 'Days left', 'Reason'],
  'Closed this week': ['Invoiced', 'Closed', 'Days', 'Detail'],
};

/** The widest rows: everything else in the tab is narrower. What a phone shows first comes first: who, what, how much, when. */
const headers = (sum: string, day: string, days: string, detail: string): readonly string[] => [
  'Client',
  'Item',
  sum,
  day,
  days,
  'Status',
  'Next step',
  'Person',
  detail,
  'Project',
  'Invoice',
  'Currency',
];

/** Headers that stay in sight above all sections. */
export const COLUMN_HEADERS = headers('Sum', 'Date', 'Days', 'Detail');
export const ITEM_COLUMNS = COLUMN_HEADERS.length;

const TONES: Readonly<Record<string, Tone>> = {
  Paid: 'good',
  'Due soon': 'soon',
  Overdue: 'late',
  critical: 'late',
  high: 'late',
  medium: 'soon',
};

export const itemHeaders = (section: RowSection): readonly string[] => headers(...MEANING[section]);

function statusCell(status: string): Cell {
  const tone = TONES[status];
  return tone === undefined ? text(status) : text(status, { tone });
}

/** One item in twelve cells, in the order of the headers. */
export const itemRow = (section: RowSection, row: ReviewRow): TableRow => ({
  look: 'item',
  section,
  key: row.key,
  cells: [
    text(row.client),
    text(row.item || 'Untitled', { url: row.url }),
    money(row.sum),
    date(row.date),
    number(row.days),
    statusCell(row.status),
    text(row.nextStep),
    row.person === undefined ? text('nobody', { tone: 'late' }) : text(row.person),
    text(row.detail),
    text(row.project),
    row.invoice === undefined ? empty : text(row.invoice.number, { url: row.invoice.url }),
    row.sum === undefined ? empty : text(row.sum.currency),
  ],
});
