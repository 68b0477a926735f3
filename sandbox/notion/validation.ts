import { z } from 'zod';
import { invalid } from './api-error.ts';
import { dashed } from './ids.ts';

/** Accepts dashed and undashed ids and yields the dashed form. */
export const idSchema = z.string().transform((raw, context) => {
  const id = dashed(raw);
  if (id !== undefined) return id;
  context.addIssue({ code: 'custom', message: 'a valid uuid' });
  return z.NEVER;
});

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string => (value === undefined ? '`undefined`' : `\`${JSON.stringify(value)}\``);

const pathText = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`), root);

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner) && typeof key === 'number') return inner[key];
    return isRecord(inner) ? inner[String(key)] : undefined;
  }, value);

type Issue = z.core.$ZodIssue;

/** Of the branches of a union, the one that got furthest tells most about what the caller meant. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap((branch) => branch.slice(0, 1))
    .map((entry) => deepest({ ...entry, path: [...issue.path, ...entry.path] }));
  const ranked = inner.toSorted((a, b) => b.path.length - a.path.length);
  return ranked[0] ?? issue;
}

function describe(issue: Issue, root: string, input: unknown): string {
  const value = valueAt(input, issue.path);
  const at = pathText(root, issue.path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const key = issue.keys[0] ?? '';
      return `${at}.${key} should be not present, instead was ${show(valueAt(value, [key]))}.`;
    }
    case 'too_big':
    case 'too_small': {
      const sign = issue.code === 'too_big' ? '≤' : '≥';
      const limit = issue.code === 'too_big' ? issue.maximum : issue.minimum;
      const counted = issue.origin === 'string' || issue.origin === 'array';
      const size = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
      const shown = show(counted ? size : Number(value));
      return `${at}${counted ? '.length' : ''} should be ${sign} \`${limit}\`, instead was ${shown}.`;
    }
    case 'invalid_type':
      if (value === undefined) return `${at} should be defined, instead was \`undefined\`.`;
      return `${at} should be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}, instead was ${show(value)}.`;
    case 'invalid_value':
      return `${at} should be ${issue.values.map((option) => show(option)).join(' or ')}, instead was ${show(value)}.`;
    default:
      return `${at} should be ${issue.message}, instead was ${show(value)}.`;
  }
}

/**
 * Parses `input` or throws a validation error in Notion's wording.
 * @param root what the caller sent: `body`, `query`, `path`, or a place inside, such as `body.properties.Name`
 */
export function check<T>(schema: z.ZodType<T>, input: unknown, root: string): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const part = root.split(/[.[]/)[0];
  throw invalid(`${part} failed validation: ${issue ? describe(deepest(issue), root, input) : 'invalid'}`);
}
