import type { StoredCell } from '../schema/cell.ts';
import type { BooleanCondition } from '../schema/condition.ts';
import type { CellFormat } from '../schema/format.ts';
import { openBounds } from '../workbook/protection.ts';
import type { Tab } from '../workbook/workbook.ts';

type Test = (cell: { number: number | undefined; text: string }, wanted: readonly string[]) => boolean;

const numeric =
  (compare: (value: number, first: number, second: number) => boolean): Test =>
  ({ number }, [first, second]) =>
    number !== undefined && compare(number, Number(first), Number(second));

const textual =
  (compare: (value: string, wanted: string) => boolean): Test =>
  ({ text }, [wanted = '']) =>
    compare(text.toLowerCase(), wanted.toLowerCase());

/** The conditions that the page can judge. Formulas and relative dates need a calculation engine and never hold here. */
const TESTS: Readonly<Record<string, Test>> = {
  NUMBER_GREATER: numeric((value, first) => value > first),
  NUMBER_GREATER_THAN_EQ: numeric((value, first) => value >= first),
  NUMBER_LESS: numeric((value, first) => value < first),
  NUMBER_LESS_THAN_EQ: numeric((value, first) => value <= first),
  NUMBER_EQ: numeric((value, first) => value === first),
  NUMBER_NOT_EQ: numeric((value, first) => value !== first),
  NUMBER_BETWEEN: numeric((value, first, second) => value >= first && value <= second),
  TEXT_EQ: textual((value, wanted) => value === wanted),
  TEXT_NOT_EQ: textual((value, wanted) => value !== wanted),
  TEXT_CONTAINS: textual((value, wanted) => value.includes(wanted)),
  TEXT_NOT_CONTAINS: textual((value, wanted) => !value.includes(wanted)),
  TEXT_STARTS_WITH: textual((value, wanted) => value.startsWith(wanted)),
  TEXT_ENDS_WITH: textual((value, wanted) => value.endsWith(wanted)),
  BLANK: ({ text, number }) => text === '' && number === undefined,
  NOT_BLANK: ({ text, number }) => text !== '' || number !== undefined,
};

function holds(condition: BooleanCondition | undefined, cell: StoredCell | undefined): boolean {
  const value = cell?.userEnteredValue;
  const wanted = (condition?.values ?? []).map(({ userEnteredValue = '' }) => userEnteredValue);
  const test = TESTS[condition?.type ?? ''];
  return test?.({ number: value?.numberValue, text: value?.stringValue ?? '' }, wanted) ?? false;
}

/** The format of the first rule that holds for a cell. */
export function ruleFormat(tab: Tab, row: number, column: number): CellFormat | undefined {
  const rule = tab.conditionalFormats.find(({ ranges = [], booleanRule }) => {
    const covered = ranges
      .map(openBounds)
      .some(({ top, bottom, left, right }) => row >= top && row < bottom && column >= left && column < right);
    return covered && holds(booleanRule?.condition, tab.rows[row]?.[column]);
  });
  return rule?.booleanRule?.format;
}
