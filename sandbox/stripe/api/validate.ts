import type { z } from 'zod';
import { type ApiError, invalid } from './errors.ts';
import type { FormValue } from './form.ts';

/** `['lines', 0, 'amount']` → `lines[0][amount]`. */
const paramName = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');

function valueAt(params: FormValue, path: readonly PropertyKey[]): FormValue | undefined {
  let value: FormValue | undefined = params;
  for (const part of path) {
    if (typeof value !== 'object') return undefined;
    value = Object.entries(value).find(([key]) => key === String(part))?.[1];
  }
  return value;
}

/** The first thing that is wrong, in Stripe's words. */
function refusal(issue: z.core.$ZodIssue, params: FormValue): ApiError {
  const param = paramName(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const name = paramName([...issue.path, issue.keys[0] ?? '']);
    return invalid(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name });
  }
  if (valueAt(params, issue.path) === undefined)
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  const code: unknown = issue.code === 'custom' ? issue.params?.code : undefined;
  return invalid(issue.message, { param, ...(typeof code === 'string' ? { code } : {}) });
}

/** Reads parameters or throws the refusal; nothing is executed before this. */
export function validate<T extends z.ZodType>(schema: T, params: FormValue): z.output<T> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw first === undefined ? invalid('Invalid request.') : refusal(first, params);
}
