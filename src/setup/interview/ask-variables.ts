import { z } from 'zod';
import { ENVIRONMENTS } from '../../config/environment.ts';
import { GUIDE } from '../../config/guide.ts';
import type { Problem } from '../../config/problem.ts';
import { readServiceAccount } from '../../config/service-account.ts';
import type { Asker } from './asker.ts';

type Name = keyof typeof ENVIRONMENTS.setup.shape;

const NAMES = Object.keys(ENVIRONMENTS.setup.shape);
const isName = (name: string): name is Name => NAMES.includes(name);

const SECRETS: readonly string[] = ['NOTION_TOKEN', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET', 'SMTP_URL'];

/** What is wrong with a value; undefined: nothing. Never quotes it. */
export function variableProblem(name: Name, value: string, cwd: string): string | undefined {
  if (value === '') return 'is needed';
  const parsed = z.safeParse(ENVIRONMENTS.setup.shape[name], value);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? 'is not right';
  if (name !== 'GOOGLE_APPLICATION_CREDENTIALS') return undefined;
  const account = readServiceAccount(value, cwd);
  return 'problems' in account ? account.problems[0]?.what : undefined;
}

/**
 * Asks for the variables that are missing or wrong. @returns what was entered
 * @param fixed those that the process sets: what is entered would not count
 * @throws ConfigError's problems by returning those that nobody can mend by answering
 */
export async function askVariables(
  problems: readonly Problem[],
  { asker, cwd, fixed }: { readonly asker: Asker; readonly cwd: string; readonly fixed: readonly string[] },
): Promise<{ readonly typed: Readonly<Record<string, string>>; readonly rest: readonly Problem[] }> {
  const typed: Record<string, string> = {};
  const rest: Problem[] = [];
  for (const problem of problems) {
    const { where, what } = problem;
    if (!isName(where) || fixed.includes(where)) rest.push(problem);
    else if (typed[where] === undefined)
      typed[where] = await asker.text({
        message: `${where} ${what}.`,
        hint: GUIDE[where],
        isSecret: SECRETS.includes(where),
        problem: (answer) => variableProblem(where, answer, cwd),
      });
  }
  return { typed, rest };
}
