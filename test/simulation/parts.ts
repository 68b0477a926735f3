import { simulation } from './kind.ts';
import { history } from './parts/history.ts';
import { smaller } from './parts/smaller.ts';
import type { Step } from './parts/steps.ts';
import { CLIENTS, PROJECTS, pick, ROWS, type Team } from './parts/team.ts';
import { tell } from './parts/tell.ts';
import { phrase } from './phrase.ts';

/** The hub's jobs and connectors with the official SDKs, on local services over HTTP. */
export const parts = simulation({
  name: 'parts',
  about:
    'jobs, connectors and official SDKs on local services over HTTP, with lost webhooks and faults: hundreds a minute',
  history,
  play: (one) => tell(one),
  story: ({ team, opening, steps }) => [
    ...teamLines(team),
    `begins with: ${opening}`,
    ...steps.map((step, at) => `${at + 1}. ${line(team, step)}`),
  ],
  smaller,
  shrinkMs: 180_000,
});

function teamLines({ clients, projects, rows, ...rest }: Team): readonly string[] {
  return [
    `agreed: ${phrase(rest)}`,
    ...clients.map((client, at) => `client "${pick(CLIENTS, at)}": ${phrase(client)}`),
    ...projects.map(
      ({ of, ...project }, at) =>
        `project "${pick(PROJECTS, at)}" of "${pick(clientNames(clients), of)}": ${phrase(project)}`,
    ),
    ...rows.map(
      ({ of, ...row }, at) =>
        `milestone "${pick(ROWS, at)}" of "${pick(named(PROJECTS, projects), of)}": ${phrase(row)}`,
    ),
  ];
}

const named = (names: readonly string[], list: readonly unknown[]): readonly string[] => names.slice(0, list.length);
const clientNames = (clients: Team['clients']): readonly string[] => named(CLIENTS, clients);

function line({ clients, projects, rows }: Team, step: Step): string {
  if (!('of' in step)) return words(step);
  const { of, ...rest } = step;
  if (step.does === 'money') return `whose turn is ${of} of those billed: ${words(rest)}`;
  const names = isAboutClient(step)
    ? named(CLIENTS, clients)
    : isAboutProject(step)
      ? named(PROJECTS, projects)
      : named(ROWS, rows);
  return `"${pick(names, of)}": ${words(rest)}`;
}

const isAboutClient = ({ does }: Step): boolean =>
  does === 'edit client' || does === 'customer is deleted' || does === 'customer of another client is pasted';
const isAboutProject = ({ does }: Step): boolean => does === 'edit project' || does === 'scribble on the project';

function words({ does, ...how }: { readonly does: string }): string {
  const rest = phrase(how);
  return rest === '' ? does : `${does}: ${rest}`;
}
