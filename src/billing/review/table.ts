import type { Instant, PlainDate, TimeZone } from '../calendar.ts';

/** Colours beside words, never instead of them. */
export type Tone = 'good' | 'soon' | 'late';

/** One typed cell. Numbers are in the unit that people read: major units, days, fractions of 1. */
export type Cell =
  | { readonly kind: 'empty' }
  | { readonly kind: 'text'; readonly text: string; readonly url?: string; readonly tone?: Tone }
  | { readonly kind: 'money'; readonly major: number; readonly currency: string; readonly decimals: number }
  /** `decimals`: how many are shown. */
  | { readonly kind: 'number'; readonly value: number; readonly decimals: 0 | 1 }
  | { readonly kind: 'share'; readonly value: number }
  | { readonly kind: 'date'; readonly date: PlainDate };

/** A `line` runs on over the empty cells beside it; an `item` is wrapped. */
export type RowLook = 'title' | 'as of' | 'heading' | 'columns' | 'item' | 'line' | 'none' | 'gap';

export type TableRow = {
  readonly look: RowLook;
  /** Title of the section that the row belongs to; empty above the first. */
  readonly section: string;
  /** Names the thing listed, the same in every section; empty where nothing is listed. */
  readonly key: string;
  /** From column A on; what is missing at the end is empty. */
  readonly cells: readonly Cell[];
};

/** The review as a sheet shows it. The owner's `Notes` are not in it: they stay where their row goes. */
export type ReviewTable = {
  /** Title of the tab: "2026-W47". */
  readonly name: string;
  readonly year: number;
  readonly week: number;
  readonly asOf: Instant;
  /** The seller's, in which all its days are. */
  readonly zone: TimeZone;
  /** Width of the hub's part of the tab. */
  readonly columnCount: number;
  /** Index of the row with the headers of the columns: it and all above stay in sight. */
  readonly headerRow: number;
  readonly rows: readonly TableRow[];
  /** Index of the first row that tells of the hub's health; rows above it are the same for the same facts. */
  readonly healthFrom: number;
  /** One row per currency, for the history of all weeks. */
  readonly history: {
    readonly header: readonly string[];
    readonly rows: readonly HistoryRow[];
    /** What is drawn over the weeks, for each currency. */
    readonly charts: readonly HistoryChart[];
  };
};

/** A chart over the weeks of one currency. Columns are named by their headers. */
export type HistoryChart = {
  readonly currency: string;
  readonly id: string;
  /** Key of the row beside which it stands. */
  readonly besideKey: string;
  readonly title: string;
  readonly kind: 'stacked columns' | 'lines';
  readonly along: string;
  readonly columns: readonly string[];
};

export type HistoryRow = { readonly currency: string; readonly cells: readonly Cell[] };

/** One row of the history as a sheet gave it back: numbers by their column's header. */
export type StoredHistoryRow = { readonly currency: string; readonly numbers: Readonly<Record<string, number>> };
