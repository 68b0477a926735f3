import { describe, expect, test } from 'vitest';
import type { Client, Milestone, Person, Project } from '../../src/billing/facts.ts';
import { ROLES } from '../../src/billing/failure.ts';
import { NOBODY, peopleFor } from '../../src/billing/people.ts';
import { personInRole, responsibleFor } from '../../src/billing/responsible.ts';
import { aClient, aMilestone, aPolicy, aProject, person } from '../support/facts.ts';

type Around = {
  milestone?: Partial<Milestone>;
  project?: Partial<Project>;
  client?: Partial<Client>;
  byDefault?: string;
};
const around = ({ milestone, project, client, byDefault }: Around) => ({
  milestone: aMilestone(milestone),
  project: aProject({ owners: [], ...project }),
  client: aClient({ accountOwners: [], ...client }),
  defaultBillingOwner: byDefault,
});
const who = (given: Around) => responsibleFor(around(given))?.name;

describe('exactly one person of ours answers for an item: the first that is named (18.1)', () => {
  const mara: Person[] = [person('Mara')];
  const jonas: Person[] = [person('Jonas')];
  const ada: Person[] = [person('Ada')];

  test.each<{ name: string; given: Around; is: string | undefined }>([
    {
      name: 'the milestone’s billing owner',
      given: { milestone: { billingOwners: ada }, project: { owners: mara }, client: { accountOwners: jonas } },
      is: 'Ada',
    },
    { name: 'the project’s owner', given: { project: { owners: mara }, client: { accountOwners: jonas } }, is: 'Mara' },
    {
      name: 'the client’s account owner',
      given: { client: { accountOwners: jonas }, byDefault: 'office@studio.example' },
      is: 'Jonas',
    },
    { name: 'the workspace’s default', given: { byDefault: 'office@studio.example' }, is: 'office@studio.example' },
    { name: 'nobody', given: {}, is: undefined },
  ])('$name', ({ given, is }) => {
    expect(who(given)).toBe(is);
  });

  test.each<{ name: string; people: readonly Person[] }>([
    { name: 'two names', people: [...mara, ...jonas] },
    { name: 'a bot', people: [person('Hook', { isPerson: false })] },
  ])('a field with $name is unassigned, not skipped (18.2)', ({ people }) => {
    expect(who({ milestone: { billingOwners: people }, project: { owners: mara } })).toBeUndefined();
  });

  test.each<{ given: Partial<Person>; name: string }>([
    { given: { name: null }, name: 'mara@studio.example' },
    { given: { name: null, email: null }, name: 'somebody without a name' },
  ])('is called $name where Notion shows no more', ({ given, name }) => {
    expect(who({ project: { owners: [person('Mara', given)] } })).toBe(name);
  });

  test('is asked for without a milestone, project or client as well', () => {
    expect(responsibleFor({ defaultBillingOwner: undefined })).toBeUndefined();
  });
});

describe('who mends a failed check is the person in that role, else who is responsible (18.5)', () => {
  const given = around({
    milestone: { billingOwners: [person('Ada')] },
    project: { owners: [person('Mara')] },
    client: { accountOwners: [person('Jonas')] },
  });

  test.each([
    ['billing owner', 'Ada'],
    ['project owner', 'Mara'],
    ['account owner', 'Jonas'],
    ['admin', 'Ada'],
  ] as const)('the %s is %s', (role, name) => {
    expect(personInRole(role, given)?.name).toBe(name);
  });

  test.each(ROLES)('the %s that is nobody, or two, is who is responsible', (role) => {
    const two = [person('Eve'), person('Noa')];
    const nobody = around({ milestone: { billingOwners: [person('Ada')] }, project: { owners: two } });
    expect(personInRole(role, nobody)?.name).toBe('Ada');
  });

  test('sentences name them, or say that there is nobody', () => {
    expect(peopleFor(given, aPolicy())).toEqual({ who: 'Ada', accountOwner: 'Jonas' });
    expect(peopleFor(around({}), aPolicy())).toEqual({ who: NOBODY, accountOwner: NOBODY });
  });
});
