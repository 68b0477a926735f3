import type { NotionSandbox, Workspace } from '../notion/index.ts';

type Page = ReturnType<NotionSandbox['page']>;

/** What the hub alone writes. Everything else belongs to the team, and the hub must never touch it. */
const HUBS_OWN: Readonly<Record<keyof Omit<Workspace, 'rootPageId'>, readonly string[]>> = {
  milestones: [
    'Billing status',
    'Billing detail',
    'Missing for billing',
    'Invoice',
    'Invoice number',
    'Stripe invoice',
    'Invoiced',
    'Remaining',
    'Issued',
    'Due',
    'Paid on',
    'Follow-up step',
    'Last follow-up',
    'Next follow-up',
  ],
  projects: ['Kickoff', 'Next billing event', 'Next billing date', 'Mismatches'],
  clients: ['Stripe customer', 'Account status'],
  deals: ['Project', 'Stage since', 'Attention'],
};

/** Everything that the team has written: one text per row and property, under a name that people understand. */
export type TeamsPart = ReadonlyMap<string, string>;

const nameOf = ({ id, properties }: Page): string => {
  const name = properties.Name;
  return name?.type === 'title' ? name.title.map((piece) => piece.plain_text).join('') : id;
};

/** Notes what the team's properties say now. */
export function teamsPart(notion: Pick<NotionSandbox, 'rows'>, workspace: Workspace): TeamsPart {
  const part = new Map<string, string>();
  for (const table of ['milestones', 'projects', 'clients', 'deals'] as const) {
    for (const page of notion.rows(workspace[table].dataSourceId)) {
      for (const [property, value] of Object.entries(page.properties)) {
        if (!HUBS_OWN[table].includes(property)) part.set(`${property} of ${nameOf(page)}`, JSON.stringify(value));
      }
    }
  }
  return part;
}

/** Names what differs between two notes, in either direction. */
export const differences = (before: TeamsPart, after: TeamsPart): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.get(name) !== after.get(name));

/** What the team's properties ought to say after an edit of its own: as noted before, but for what the edit changed. */
export function withEdit(noted: TeamsPart, read: () => TeamsPart, edit: () => void): TeamsPart {
  const before = read();
  edit();
  const after = read();
  return new Map([...noted, ...differences(before, after).map((name) => [name, after.get(name) ?? ''] as const)]);
}
