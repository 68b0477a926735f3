import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import type { z } from 'zod';
import { GUIDE } from './guide.ts';
import type { Parsed, Problem } from './problem.ts';

/** Where the configuration comes from. */
export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Working directory: `.env` and the policy file are looked for here. */
  readonly cwd: string;
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** The variables that hold something: those of the process, and those of `.env` that the process does not set. */
export function presentVariables({ env, cwd }: Sources): Variables {
  return { ...withoutEmpty(readDotEnv(cwd)), ...withoutEmpty(env) };
}

/** An empty variable counts as absent: that is how compose files and shells pass on what nobody has set. */
function withoutEmpty(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
}

function readDotEnv(cwd: string): Variables {
  let text: string;
  try {
    text = readFileSync(path.join(cwd, '.env'), 'utf8');
  } catch {
    return {};
  }
  return parseEnv(text);
}

/** Checks the variables; each problem comes with the way to get a right value. */
export function parseVariables<T>(schema: z.ZodType<T>, present: Variables): Parsed<T> {
  const parsed = schema.safeParse(present);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => toProblem(issue, present));
  if (present.SMTP_URL !== undefined && present.MAIL_FROM === undefined) {
    problems.push({ where: 'MAIL_FROM', what: 'is not set, and SMTP_URL is', mend: GUIDE.MAIL_FROM });
  }
  return parsed.success && problems.length === 0 ? { value: parsed.data } : { problems };
}

function toProblem(issue: z.core.$ZodIssue, present: Variables): Problem {
  const where = String(issue.path[0]);
  const what = present[where] === undefined ? 'is not set' : issue.message;
  const mend = Object.entries(GUIDE).find(([name]) => name === where)?.[1] ?? 'Correct it.';
  return { where, what, mend };
}
