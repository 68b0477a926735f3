import { z } from 'zod';
import { invalid } from '../api-error.ts';
import { check, idSchema, isRecord } from '../validation.ts';

/** A test of one value against one condition. */
type Test<T> = (value: T) => boolean;

/** The single condition of a filter object: its name and operand. */
function only(condition: unknown, at: string): [string, unknown] {
  const entries = isRecord(condition) ? Object.entries(condition) : [];
  const [entry, ...rest] = entries;
  if (entry && rest.length === 0) return entry;
  throw invalid(`body failed validation: ${at} should hold exactly one condition, instead held ${entries.length}.`);
}

const unknownCondition = (name: string, at: string) =>
  invalid(`body failed validation: ${at}.${name} should be not present.`);

/** `is_empty` and `is_not_empty`, which every type of property knows. */
function existence<T>(name: string, operand: unknown, at: string, isEmpty: Test<T>): Test<T> | undefined {
  if (name !== 'is_empty' && name !== 'is_not_empty') return undefined;
  check(z.literal(true), operand, `${at}.${name}`);
  return (value) => isEmpty(value) === (name === 'is_empty');
}

const TEXT: Readonly<Record<string, (text: string, operand: string) => boolean>> = {
  equals: (text, operand) => text === operand,
  does_not_equal: (text, operand) => text !== operand,
  contains: (text, operand) => text.includes(operand),
  does_not_contain: (text, operand) => !text.includes(operand),
  starts_with: (text, operand) => text.startsWith(operand),
  ends_with: (text, operand) => text.endsWith(operand),
};

/** Text compares without regard to case. */
export function textTest(condition: unknown, at: string): Test<string> {
  const [name, operand] = only(condition, at);
  const test = TEXT[name];
  if (!test) {
    const exists = existence<string>(name, operand, at, (text) => text === '');
    if (exists) return exists;
    throw unknownCondition(name, at);
  }
  const wanted = check(z.string(), operand, `${at}.${name}`).toLowerCase();
  return (text) => test(text.toLowerCase(), wanted);
}

const NUMBER: Readonly<Record<string, (value: number, operand: number) => boolean>> = {
  equals: (value, operand) => value === operand,
  greater_than: (value, operand) => value > operand,
  less_than: (value, operand) => value < operand,
  greater_than_or_equal_to: (value, operand) => value >= operand,
  less_than_or_equal_to: (value, operand) => value <= operand,
};

export function numberTest(condition: unknown, at: string): Test<number | null> {
  const [name, operand] = only(condition, at);
  const exists = existence<number | null>(name, operand, at, (value) => value === null);
  if (exists) return exists;
  const test = NUMBER[name];
  if (!test && name !== 'does_not_equal') throw unknownCondition(name, at);
  const wanted = check(z.number(), operand, `${at}.${name}`);
  return (value) => (test ? value !== null && test(value, wanted) : value !== wanted);
}

export function checkboxTest(condition: unknown, at: string): Test<boolean> {
  const [name, operand] = only(condition, at);
  if (name !== 'equals' && name !== 'does_not_equal') throw unknownCondition(name, at);
  const wanted = check(z.boolean(), operand, `${at}.${name}`);
  return (checked) => (checked === wanted) === (name === 'equals');
}

const stringOrList = z.union([z.string(), z.array(z.string()).max(100)]);

/** Options compare by name; a list means any of them. */
export function optionTest(condition: unknown, at: string, kind: 'one' | 'many'): Test<readonly string[]> {
  const [name, operand] = only(condition, at);
  const exists = existence<readonly string[]>(name, operand, at, (names) => names.length === 0);
  if (exists) return exists;
  const yes = kind === 'one' ? 'equals' : 'contains';
  const no = kind === 'one' ? 'does_not_equal' : 'does_not_contain';
  if (name !== yes && name !== no) throw unknownCondition(name, at);
  const wanted = [check(stringOrList, operand, `${at}.${name}`)].flat();
  return (names) => names.some((option) => wanted.includes(option)) === (name === yes);
}

/** People and related pages compare by id. */
export function referenceTest(condition: unknown, at: string): Test<readonly string[]> {
  const [name, operand] = only(condition, at);
  const exists = existence<readonly string[]>(name, operand, at, (ids) => ids.length === 0);
  if (exists) return exists;
  if (name !== 'contains' && name !== 'does_not_contain') throw unknownCondition(name, at);
  const wanted = check(idSchema, operand, `${at}.${name}`);
  return (ids) => ids.includes(wanted) === (name === 'contains');
}

export function filesTest(condition: unknown, at: string): Test<number> {
  const [name, operand] = only(condition, at);
  const exists = existence<number>(name, operand, at, (count) => count === 0);
  if (exists) return exists;
  throw unknownCondition(name, at);
}

export { existence, only, unknownCondition };
