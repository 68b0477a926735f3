import { daysBetween } from '../../calendar.ts';
import type { Client, Project } from '../../facts.ts';
import { SEVERITIES } from '../../mismatches/mismatch.ts';
import { readMismatchLines } from '../../mismatches/read-lines.ts';
import type { ReviewContext } from '../item.ts';
import { ascending, descending, inOrder } from '../order.ts';
import { byName, type ReviewRow } from '../row.ts';

type Row = ReviewRow & { readonly severity: number };

const clientOf = ({ clientIds }: Project, clients: ReadonlyMap<string, Client>): Client | undefined => {
  const [id, ...others] = clientIds;
  return id === undefined || others.length > 0 ? undefined : clients.get(id);
};

function rowsOf(project: Project, { clients, day }: ReviewContext): readonly Row[] {
  return readMismatchLines(project.shown.mismatches).map(({ title, severity, item, words, person, since }) => ({
    key: [project.id, title, item].join(' ').trim(),
    client: clientOf(project, clients)?.name ?? '',
    project: project.name,
    item: item === '' ? project.name : item,
    url: project.url,
    status: severity,
    sum: undefined,
    date: since,
    days: daysBetween(since, day.today),
    detail: title,
    person,
    nextStep: words,
    invoice: undefined,
    severity: SEVERITIES.indexOf(severity),
  }));
}

/** Every open mismatch, as it stands beside its project (Rule 15, row 5): the worst first, then the oldest. */
export const mismatchRows = (projects: readonly Project[], context: ReviewContext): readonly ReviewRow[] =>
  projects
    .flatMap((project) => rowsOf(project, context))
    .sort(
      inOrder(
        ascending((row: Row) => row.severity),
        descending((row: Row) => row.days),
        byName,
      ),
    )
    .map(({ severity: _, ...row }) => row);
