import { withoutSome } from '../shorten.ts';
import type { History } from './history.ts';
import type { Step } from './steps.ts';
import type { Team } from './team.ts';

/** What may be left out of a history: steps, how it begins, faults, and people, the boldest first. */
export function* smaller({ team, opening, steps }: History): Generator<History> {
  for (const fewer of withoutSome(steps)) yield { team, opening, steps: fewer };
  if (opening !== 'nothing yet') yield { team, opening: 'nothing yet', steps };
  if (opening !== 'nothing yet' && opening !== 'billed') yield { team, opening: 'billed', steps };
  for (const plainer of withoutFaults(steps)) yield { team, opening, steps: plainer };
  for (const fewer of smallerTeams(team)) yield { team: fewer, opening, steps };
}

function* withoutFaults(steps: readonly Step[]): Generator<readonly Step[]> {
  for (const [at, step] of steps.entries())
    if ('fault' in step && step.fault !== null) yield steps.with(at, { ...step, fault: null });
}

function* smallerTeams(team: Team): Generator<Team> {
  for (const rows of withoutSome(team.rows, 1)) yield { ...team, rows: [...rows] };
  for (const projects of withoutSome(team.projects, 1)) yield { ...team, projects: [...projects] };
  for (const clients of withoutSome(team.clients, 1)) yield { ...team, clients: [...clients] };
}
