import type { Client, Milestone, Person, Project } from './facts.ts';
import type { Role } from './failure.ts';

/** The one person of ours who answers for an item (Rule 18.1). */
export type Responsible = { readonly name: string; readonly email: string | null; readonly notionId: string | null };

type Around = {
  readonly milestone?: Pick<Milestone, 'billingOwners'> | undefined;
  readonly project?: Project | undefined;
  readonly client?: Client | undefined;
  /** E-mail address from the configuration. */
  readonly defaultBillingOwner: string | undefined;
};

const toResponsible = (person: Person): Responsible => ({
  name: person.name ?? person.email ?? 'somebody without a name',
  email: person.email,
  notionId: person.id,
});

/** Two names, a bot or a group are nobody (Rule 18.2). */
const onlyPerson = (people: readonly Person[]): Responsible | undefined => {
  const [first, ...others] = people;
  return first !== undefined && others.length === 0 && first.isPerson ? toResponsible(first) : undefined;
};

/**
 * The first that is filled in: the milestone's billing owner, the project's owner, the client's account owner, the
 * workspace's default. A field with two names is unassigned rather than skipped, so that the doubt comes to light.
 */
export function responsibleFor({ milestone, project, client, defaultBillingOwner }: Around): Responsible | undefined {
  const fields = [milestone?.billingOwners, project?.owners, client?.accountOwners];
  const filled = fields.find((people) => people !== undefined && people.length > 0);
  if (filled !== undefined) return onlyPerson(filled);
  return defaultOwner(defaultBillingOwner);
}

const defaultOwner = (address: string | undefined): Responsible | undefined =>
  address === undefined ? undefined : { name: address, email: address, notionId: null };

/** Who mends a failed check: the person in that role, else the responsible person (Rule 18.5). */
export function personInRole(role: Role, around: Around): Responsible | undefined {
  const own =
    role === 'project owner'
      ? around.project?.owners
      : role === 'account owner'
        ? around.client?.accountOwners
        : undefined;
  if (role === 'default owner') return defaultOwner(around.defaultBillingOwner) ?? responsibleFor(around);
  return onlyPerson(own ?? []) ?? responsibleFor(around);
}
