import type { z } from 'zod';
import { type ApiError, badRequest, notInSandbox } from '../errors.ts';

type Issue = z.core.$ZodIssue;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** In the API's JSON an explicit `null` says the same as leaving the field out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)]));
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => {
    if (Array.isArray(value) && typeof key === 'number') return value[key];
    return isRecord(value) ? value[String(key)] : undefined;
  }, root);

/** What Google says about a field that does not fit: an unknown name, or a value of the wrong kind. */
function describe(issue: Issue, root: unknown, prefix: string): { field: string; description: string }[] {
  const field = [prefix, pathText(issue.path)].filter((part) => part !== '').join('.');
  if (issue.code === 'unrecognized_keys') {
    const where = field === '' ? '' : ` at '${field}'`;
    return issue.keys.map((key) => ({
      field,
      description: `Invalid JSON payload received. Unknown name "${key}"${where}: Cannot find field.`,
    }));
  }
  const wanted = issue.code === 'invalid_type' ? `TYPE_${issue.expected.toUpperCase()}` : 'TYPE_ENUM';
  const given = JSON.stringify(valueAt(root, issue.path));
  return [{ field, description: `Invalid value at '${field}' (${wanted}), ${given}` }];
}

function refusal(issues: readonly Issue[], root: unknown, prefix: string): ApiError {
  const absent = issues.find((issue) => issue.code === 'invalid_type' && issue.expected === 'never');
  if (absent) return notInSandbox(`the field ${[prefix, pathText(absent.path)].filter(Boolean).join('.')}`);
  return badRequest(issues.flatMap((issue) => describe(issue, root, prefix)));
}

/**
 * Reads a JSON value as a message of the API, as strictly as the service does.
 * @param prefix where the value stands in the request body, for the error text
 */
export function parseMessage<S extends z.ZodType>(schema: S, json: unknown, prefix = ''): z.infer<S> {
  const root = withoutNulls(json);
  const parsed = schema.safeParse(root);
  if (!parsed.success) throw refusal(parsed.error.issues, root, prefix);
  return parsed.data;
}
