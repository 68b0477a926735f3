import { NeedsPerson, TryAgain } from '../billing/failure.ts';
import { ConfigError } from '../config/problem.ts';
import { Stopped } from './interview/asker.ts';
import type { Obstacle } from './plan/step.ts';
import { SetupRefused } from './refused.ts';
import { closingLines, type SetupReport } from './report.ts';
import type { SetupRequest } from './request.ts';
import { setUp } from './run.ts';

export type InitOptions = {
  /** Take defaults, and ask nobody. */
  readonly yes: boolean;
  readonly json: boolean;
  /** Seconds to wait for the handshake of Notion's webhook. */
  readonly listen: number;
};

export type InitWorld = Omit<SetupRequest, 'asker' | 'listenMs'> & {
  /** Whether somebody sits at a terminal. */
  readonly isTerminal: boolean;
  readonly print: (line: string) => void;
};

const NOBODY: Obstacle = {
  what: 'The set-up asks questions, and nobody can answer here',
  mend: 'Run it in a terminal, or with --yes to take the defaults',
};

/** `milepost init`. @returns the exit code: 0 when all that could be done here was done */
export async function init({ yes, json, listen }: InitOptions, world: InitWorld): Promise<number> {
  const { isTerminal, print, tell } = world;
  try {
    if (!yes && !isTerminal) throw new SetupRefused([NOBODY]);
    const asker = yes ? undefined : (await import('./interview/clack-asker.ts')).clackAsker;
    const report = await setUp({ ...world, asker, listenMs: listen * 1_000 });
    for (const line of json ? [JSON.stringify(report)] : closingLines(report)) print(line);
    return report.ok ? 0 : 1;
  } catch (error) {
    const obstacles = obstaclesOf(error);
    if (obstacles === undefined) throw error;
    tell(error instanceof Error ? messageOf(error) : String(error));
    if (json) print(JSON.stringify({ ok: false, obstacles } satisfies Pick<SetupReport, 'ok'> & Refusal));
    return 1;
  }
}

type Refusal = { readonly obstacles: readonly Obstacle[] };

const messageOf = (error: Error): string =>
  error instanceof NeedsPerson ? `${error.message}. ${error.mend}` : error.message;

/** What a person can mend; undefined for a bug of ours. */
function obstaclesOf(error: unknown): readonly Obstacle[] | undefined {
  if (error instanceof SetupRefused) return error.obstacles;
  if (error instanceof ConfigError)
    return error.problems.map(({ where, what, mend }) => ({ what: `${where} ${what}`, mend }));
  if (error instanceof NeedsPerson) return [{ what: error.message, mend: error.mend }];
  if (error instanceof TryAgain)
    return [{ what: error.message, mend: 'Run the command again later: it goes on from here.' }];
  if (error instanceof Stopped) return [{ what: error.message, mend: 'Run the command again.' }];
  return undefined;
}
