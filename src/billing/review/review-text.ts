import type { Cell, ReviewTable, TableRow } from './table.ts';

/** No cell is shown wider than this: a line is to be read, not to be complete. */
const CELL_MAX = 44;
const GAP = '  ';
const COLUMNS_MIN = 4;

const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const NARROWLESS = /\p{M}|\p{Cf}/u;

const widthOfOne = (character: string): number => (NARROWLESS.test(character) ? 0 : WIDE.test(character) ? 2 : 1);

/** Places that a text takes in a terminal. */
const widthOf = (text: string): number => [...text].reduce((width, character) => width + widthOfOne(character), 0);

/** Never cuts a letter from its accents. */
function cutTo(text: string, max: number): string {
  if (widthOf(text) <= max) return text;
  let cut = '';
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    if (widthOf(cut) + widthOf(segment) > max - 1) break;
    cut += segment;
  }
  return `${cut.trimEnd()}…`;
}

const digits = (value: number, decimals: number): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

function inWords(cell: Cell | undefined): string {
  switch (cell?.kind) {
    case 'text':
      return cell.text;
    case 'money':
      return `${digits(cell.major, cell.decimals)} ${cell.currency}`;
    case 'number':
      return digits(cell.value, cell.decimals);
    case 'share':
      return `${digits(cell.value * 100, 1)}%`;
    case 'date':
      return cell.date;
    default:
      return '';
  }
}

const isNumber = (cell: Cell | undefined): boolean =>
  cell?.kind === 'money' || cell?.kind === 'number' || cell?.kind === 'share';

/** As many columns from the first on as fit; four in any case, for the rest of a line can be read elsewhere. */
function fitting(columns: readonly (readonly string[])[], width: number): readonly (readonly string[])[] {
  let room = width;
  const end = columns.findIndex(([header = '']) => {
    room -= widthOf(header) + GAP.length;
    return room < 0;
  });
  return end < 0 ? columns : columns.slice(0, Math.max(COLUMNS_MIN, end));
}

/** Headers and rows below each other; columns that nothing stands in are left out. */
function tableText(headers: readonly string[], rows: readonly TableRow[], width: number): readonly string[] {
  const columns = headers
    .map((header, at) => ({ header, cells: rows.map(({ cells }) => cells[at]) }))
    // Sums say their currency themselves.
    .filter(({ header, cells }) => cells.some((cell) => inWords(cell) !== '') && header !== 'Currency')
    .map(({ header, cells }) => {
      const texts = cells.map((cell, at) =>
        rows[at]?.look === 'line' ? inWords(cell) : cutTo(inWords(cell), CELL_MAX),
      );
      const width = Math.max(widthOf(header), ...texts.map(widthOf));
      const pad = (text: string, isRight: boolean): string => {
        const space = ' '.repeat(width - widthOf(text));
        return isRight ? space + text : text + space;
      };
      const isRight = cells.some(isNumber) && cells.every((cell) => isNumber(cell) || inWords(cell) === '');
      return [pad(header, isRight), ...texts.map((text, at) => pad(text, isNumber(cells[at])))];
    });
  const shown = fitting(columns, width);
  return [-1, ...rows.keys()].map((row) =>
    shown
      .map((column) => column[row + 1] ?? '')
      .join(GAP)
      .trimEnd(),
  );
}

/**
 * The review as text for people: what the tab of its week says, section by section.
 * @param width of the terminal, where there is one: columns that do not fit are left out, the last ones first
 */
export function reviewText({ rows, headerRow }: ReviewTable, width = Number.POSITIVE_INFINITY): string {
  const head = rows.slice(0, headerRow).map(({ cells }) => inWords(cells[0]));
  const sections = Map.groupBy(rows.slice(headerRow + 1), ({ section }) => section);
  const below = [...sections].flatMap(([title, own]) => {
    const columns = own.find(({ look }) => look === 'columns');
    const items = own.filter(({ look }) => look === 'item' || look === 'line');
    const headers = columns?.cells.map(inWords) ?? [];
    return [
      '',
      title,
      ...(items.length === 0 ? ['none'] : tableText(headers, items, width)).map((line) => `  ${line}`),
    ];
  });
  return `${[...head, ...below].join('\n')}\n`;
}
