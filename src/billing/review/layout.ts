import { empty, text } from './cells.ts';
import type { HealthLine } from './facts.ts';
import { figureCells, figureRows } from './figure-cells.ts';
import { COLUMN_HEADERS, ITEM_COLUMNS, itemHeaders, itemRow } from './item-cells.ts';
import { type Review, ROW_SECTIONS } from './plan-review.ts';
import type { ReviewTable, RowLook, TableRow } from './table.ts';

type Section = { readonly title: string; readonly headers: readonly string[]; readonly rows: readonly TableRow[] };

const words = (look: RowLook, section: string, line: string): TableRow => ({
  look,
  section,
  key: '',
  cells: [text(line)],
});

const healthRow = ({ what, state, needsCare }: HealthLine): TableRow => ({
  look: 'line',
  section: 'Hub health',
  key: `health:${what}`,
  cells: [text(what), needsCare === true ? text(state, { tone: 'late' }) : text(state)],
});

const columnsRow = (section: string, headers: readonly string[]): TableRow => ({
  look: 'columns',
  section,
  key: '',
  cells: headers.map((header) => text(header)),
});

/** The heading alone in its row, then the column headers and the rows, or "none" (Rule 15.2). */
function sectionRows({ title, headers, rows }: Section): readonly TableRow[] {
  const heading = words('heading', title, title);
  const gap: TableRow = { look: 'gap', section: title, key: '', cells: [empty] };
  if (rows.length === 0) return [heading, words('none', title, 'none'), gap];
  return [heading, columnsRow(title, headers), ...rows, gap];
}

/**
 * Lays a review out as the rows of its tab: title, day, then every section in its fixed order. The hour of the review is
 * left out, so that a second review of the same facts on the same day is the same.
 */
export function layOutReview(review: Review): ReviewTable {
  const { week, today, zone } = review.day;
  const sections: readonly Section[] = [
    { title: 'Figures', headers: ['Currency', 'Figure', 'This week', 'Last week'], rows: figureRows(review) },
    ...ROW_SECTIONS.map((title) => ({
      title,
      headers: itemHeaders(title),
      rows: review.sections[title].map((row) => itemRow(title, row)),
    })),
  ];
  const head = [
    words('title', '', `Billing review ${week.name}, ${week.monday} to ${week.sunday}`),
    words(
      'as of',
      '',
      `As of ${today}, ${zone}. Ageing by due date. Only the column Notes is yours: the rest is rewritten.`,
    ),
    columnsRow('', COLUMN_HEADERS),
  ];
  const above = [...head, ...sections.flatMap(sectionRows)];
  const health = sectionRows({ title: 'Hub health', headers: ['What', 'State'], rows: review.health.map(healthRow) });
  return {
    name: week.name,
    year: week.year,
    week: week.week,
    asOf: review.asOf,
    zone,
    columnCount: ITEM_COLUMNS,
    headerRow: head.length - 1,
    rows: [...above, ...health],
    healthFrom: above.length,
    history: figureCells(review),
  };
}
