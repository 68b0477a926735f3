import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { instantFromIso } from '../../src/billing/calendar.ts';
import { MILESTONE_KINDS, PROJECT_KINDS } from '../../src/billing/mismatches/find.ts';
import { readiness } from '../../src/billing/readiness/readiness.ts';
import { DETAILS } from '../../src/billing/standing/details.ts';
import { aPolicy, theFacts } from '../support/facts.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

type Line = {
  readonly number: string;
  readonly rule: string;
  readonly heldBy: string;
  readonly shownBy: string;
};

/** Every line of a table, in cells. Four of them make a rule; the list of roles has two. */
const rows: readonly (readonly string[])[] = textOf('docs/rules.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

const lines: readonly Line[] = rows
  .filter((cells) => cells.length === 4 && cells[0] !== 'number')
  .map(([number = '', rule = '', heldBy = '', shownBy = '']) => ({ number, rule, heldBy, shownBy }));

const upTo = (name: (n: number) => string, last: number, first = 1): string[] =>
  Array.from({ length: last - first + 1 }, (_, at) => name(first + at));
const of = (chapter: string, last: number, first = 1): string[] => upTo((n) => `${chapter}${n}`, last, first);
const padded = (letter: string, last: number): string[] => upTo((n) => `${letter}${String(n).padStart(2, '0')}`, last);

const facts = { facts: theFacts(), policy: aPolicy(), now: instantFromIso('2026-11-03T14:30:00Z') };

/** Every number that must be there; those of checks, details and mismatches are asked of the code as well. */
const REQUIRED = [
  ...of('1.', 7, 2),
  ...of('2.', 8),
  ...of('3.', 6),
  ...of('4.', 8),
  ...padded('R', 22),
  ...of('5.', 3),
  ...of('6.', 8),
  ...of('7.', 4).filter((number) => number !== '7.2'),
  ...of('7.2-', 3),
  ...['a', 'b', 'c', 'd', 'e'].map((letter) => `7.2-4${letter}`),
  ...of('7.2-', 7, 5),
  ...['blocked', 'deferred', 'waiting quiet period', 'replaced', ...DETAILS].map((detail) => `7.5 ${detail}`),
  ...of('7.6-', 14),
  '7.7',
  ...of('8.', 7),
  ...[
    'paid in full',
    'several payments',
    'debit under way',
    'debit refused',
    'debit taken back',
    'transfer too short',
    'transfer too late',
    'one transfer for several',
    'overpaid',
    'paid outside Stripe',
    'paid twice',
    'refund',
    'dispute opened',
    'dispute won or lost',
    'credit note',
    'uncollectible, then paid',
    'nothing to bill',
    "below Stripe's minimum",
  ].map((payment) => `9 ${payment}`),
  ...of('9.', 2),
  ...[
    'kickoff',
    'partial approval',
    'paused project',
    'paused follow-ups',
    'paused retainer',
    'deposit',
    'procurement',
    'escalation',
    'late charge',
    "client's calendar",
    'small balance',
  ].map((policy) => `10 ${policy}`),
  ...of('10.', 4),
  ...['11 steps', ...of('11.', 13), '12', ...of('12.', 2), '13', ...of('13.', 4)],
  ...of('14-', 8),
  ...of('14.', 2),
  '15',
  ...upTo((n) => `15-${n}`, 10, 0),
  ...of('15.', 4),
  ...of('16.', 5),
  ...padded('M', 27),
  '17.1',
  ...of('18.', 5),
  ...of('19.', 5),
  ...readiness(facts).map(({ id }) => id),
  ...[...MILESTONE_KINDS, ...PROJECT_KINDS].map(({ id }) => id),
];

const EXPECTED_TRIGGERS = 4;
/** A name between backticks, or a piece of a test's name between quotes. */
const HOLDER = /^`([^`]+)`((?: `[\w$]+`)+)$/;
const SHOWING = /^`([^`]+)`((?:,? "[^"]+")+)$/;

/** "`file` `name` `name`; `file` `name`" by file; undefined where a sentence stands instead. */
function references(cell: string, form: RegExp, mark: '`' | '"'): { file: string; names: string[] }[] | undefined {
  if (!cell.startsWith('`')) return undefined;
  return cell.split('; ').map((part) => {
    const [, file = '', rest = ''] = form.exec(part) ?? [];
    const names = rest.split(mark).filter((_, at) => at % 2 === 1);
    return { file: file === '' ? part : file, names };
  });
}

const isDefinedIn = (source: string, name: string): boolean =>
  new RegExp(
    String.raw`^\s*(?:export )?(?:(?:async )?function\*?|const|type) ${name.replaceAll('$', String.raw`\$`)}\b`,
    'm',
  ).test(source);

/** Behind the text that begins here. */
function behindText(source: string, from: number): number {
  const quote = source[from];
  let at = from + 1;
  while (at < source.length && source[at] !== quote) at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Behind the bracket that belongs to the one here. */
function behindGroup(source: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < source.length) {
    const character = source[at] ?? '';
    if ('\'"`'.includes(character)) at = behindText(source, at);
    else if (source.startsWith('//', at)) at = source.indexOf('\n', at);
    else if (source.startsWith('/*', at)) at = source.indexOf('*/', at) + 2;
    else {
      at += 1;
      if ('([{'.includes(character)) depth += 1;
      if (')]}'.includes(character)) depth -= 1;
      if (depth === 0) return at;
    }
  }
  return at;
}

/** The names of a file's tests and groups; where a table fills them in (`$name`), what it fills in as well. */
function namesIn(source: string): string[] {
  const names: string[] = [];
  for (const { index, 0: call, 1: kind = '' } of source.matchAll(
    /\b(?:test|it|describe)((?:\.\w+)*)(?:<[^()]*>)?\s*\(/g,
  )) {
    const open = index + call.length - 1;
    const isTable = /\.(?:each|for|skipIf|runIf)$/.test(kind);
    const name = /^\s*\(?\s*(?=['"`])/.exec(source.slice(isTable ? behindGroup(source, open) : open));
    if (name === null) continue;
    const from = (isTable ? behindGroup(source, open) : open) + name[0].length;
    names.push(source.slice(from + 1, behindText(source, from) - 1));
  }
  const columns = new Set(names.flatMap((name) => [...name.matchAll(/\$(\w+)/g)].map(([, column]) => column)));
  const cells = [...source.matchAll(/\b(\w+): (['"])((?:\\.|(?!\2).)*)\2/g)].flatMap(([, column, , value = '']) =>
    columns.has(column) ? [value] : [],
  );
  return [...names, ...cells];
}

const known = new Map<string, readonly string[]>();
function testNames(file: string): readonly string[] {
  const names = known.get(file) ?? namesIn(textOf(file));
  known.set(file, names);
  return names;
}

describe('docs/rules.md', () => {
  test('has every rule', () => {
    const found = new Set(lines.map(({ number }) => number));
    expect([...new Set(REQUIRED)].filter((number) => !found.has(number))).toEqual([]);
  });

  test('has no line that is cut in other places than the others', () => {
    expect(rows.filter(({ length }) => length !== 4 && length !== 2)).toEqual([]);
  });

  test('has each rule once, but the triggers, which have a line each', () => {
    const numbers = lines.map(({ number }) => number);
    const again = numbers.filter((number, at) => numbers.indexOf(number) !== at);
    expect(again).toEqual(Array.from({ length: EXPECTED_TRIGGERS - 1 }, () => '3.3'));
  });

  test.each(lines)('$number names what holds it, or that nothing does yet', ({ rule, heldBy, shownBy }) => {
    expect(rule).not.toBe('');
    const holders = references(heldBy, HOLDER, '`');
    if (holders === undefined) {
      expect(heldBy).toBe('Nothing yet.');
      expect(shownBy).not.toMatch(/^`/);
    }
    for (const { file, names } of holders ?? []) {
      expect(existsSync(path.join(ROOT, file)), file).toBe(true);
      expect(names.filter((name) => !isDefinedIn(textOf(file), name))).toEqual([]);
    }
  });

  test.each(lines)('$number names a test that shows it, or says why there is none', ({ shownBy }) => {
    const showing = references(shownBy, SHOWING, '"');
    if (showing === undefined) expect(shownBy).toMatch(/^[A-Z][^`]+\.$/);
    for (const { file, names } of showing ?? []) {
      expect(existsSync(path.join(ROOT, file)), file).toBe(true);
      expect(names.filter((fragment) => !testNames(file).some((name) => name.includes(fragment)))).toEqual([]);
    }
  });
});
