const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const FIELDS = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of the month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  { name: 'day of the week', min: 0, max: 7, words: WEEKDAYS },
] as const satisfies readonly Field[];

type Field = { readonly name: string; readonly min: number; readonly max: number; readonly words: readonly string[] };

/** Why a text is no schedule of five fields (`0 7 * * 1`); undefined when it is one. */
export function cronProblem(text: string): string | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) {
    return 'must have five fields: minute, hour, day of the month, month, day of the week';
  }
  const wrong = FIELDS.find((field, index) => !(parts[index] ?? '').split(',').every((item) => isItem(item, field)));
  return wrong === undefined
    ? undefined
    : `has no valid ${wrong.name} (${wrong.min}-${wrong.max}, *, lists, ranges, steps)`;
}

/** `*`, `5`, `1-5`, each with or without a step such as `/2`. */
function isItem(item: string, field: Field): boolean {
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  if (step !== undefined && Number(step) < 1) return false;
  if (range === '*') return true;
  const [from, to, ...more] = range.split('-').map((end) => numberOf(end, field));
  if (from === undefined || more.length > 0) return false;
  return range.includes('-') ? to !== undefined && from <= to : true;
}

function numberOf(text: string, { min, max, words }: Field): number | undefined {
  const word = words.indexOf(text.toUpperCase());
  const value = word >= 0 ? word + min : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}
