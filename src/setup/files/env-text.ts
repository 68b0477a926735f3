import { parseEnv } from 'node:util';

export type NewVariables = Readonly<Record<string, string>>;

const isPlain = (value: string): boolean => /^[^\s'"`#\\]+$/.test(value);

/** A value as `.env` takes it. @throws when no kind of quotes can hold it */
function written(name: string, value: string): string {
  if (isPlain(value)) return `${name}=${value}`;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark) && !(mark === '"' && value.includes('\\')));
  if (quote === undefined || value.includes('\n')) throw new Error(`The value of ${name} cannot be written into .env.`);
  return `${name}=${quote}${value}${quote}`;
}

const assignment = (name: string, mark = ''): RegExp => new RegExp(`^\\s*${mark}(?:export\\s+)?${name}\\s*=`);

/** Where a variable goes: onto its line, else below the comment that shows it, else to the end. */
function placed(lines: readonly string[], name: string, line: string): readonly string[] {
  const own = lines.findLastIndex((text) => assignment(name).test(text));
  if (own >= 0) return lines.with(own, line);
  const example = lines.findLastIndex((text) => assignment(name, '#\\s*').test(text));
  return example >= 0 ? lines.toSpliced(example + 1, 0, line) : [...lines, line];
}

/**
 * The text of `.env` with some variables set. Every other line stays as it is, comments as well.
 * @throws when the text is of a kind that cannot be edited line by line, such as one with values of several lines
 */
export function withVariables(text: string, variables: NewVariables): string {
  const wanted = Object.entries(variables).filter(([name, value]) => parseEnv(text)[name] !== value);
  if (wanted.length === 0) return text;
  const lines = text.replace(/\n+$/, '').split('\n');
  const edited = wanted.reduce<readonly string[]>(
    (before, [name, value]) => placed(before, name, written(name, value)),
    lines,
  );
  const after = `${edited.join('\n').replace(/^\n/, '')}\n`;
  if (!isOnlyThat(text, after, variables))
    throw new Error(`.env cannot be edited here. Set these by hand: ${wanted.map(([name]) => name).join(', ')}.`);
  return after;
}

/** Whether nothing but these variables changed for whoever reads the file. */
function isOnlyThat(before: string, after: string, variables: NewVariables): boolean {
  const all: Record<string, string | undefined> = { ...parseEnv(before), ...variables };
  const now = parseEnv(after);
  const names = new Set([...Object.keys(all), ...Object.keys(now)]);
  return [...names].every((name) => now[name] === all[name]);
}
