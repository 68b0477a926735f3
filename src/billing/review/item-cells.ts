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
  'Open deals': ['Value', 'Next action on', 'Days in stage', 'Next action'],
  'Held and promised': ['Remaining', 'Until', 'Days', 'Reason'],
  'Closed this week': ['Invoiced', 'Closed', 'Days', 'Detail'],
};

/** The widest rows: everything else in the tab is narrower. */
export const ITEM_COLUMNS = 12;

const TONES: Readonly<Record<string, Tone>> = { Paid: 'good', 'Due soon': 'soon', Overdue: 'late' };

export function itemHeaders(section: RowSection): readonly string[] {
  const [sum, day, days, detail] = MEANING[section];
  return ['Client', 'Project', 'Item', 'Status', sum, 'Currency', day, days, detail, 'Person', 'Next step', 'Invoice'];
}

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
    text(row.project),
    text(row.item || 'Untitled', { url: row.url }),
    statusCell(row.status),
    money(row.sum),
    row.sum === undefined ? empty : text(row.sum.currency),
    date(row.date),
    number(row.days),
    text(row.detail),
    row.person === undefined ? text('nobody', { tone: 'late' }) : text(row.person),
    text(row.nextStep),
    row.invoice === undefined ? empty : text(row.invoice.number, { url: row.invoice.url }),
  ],
});
