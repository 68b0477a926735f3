import { newId } from './ids.ts';
import type { Person, World } from './model.ts';

export type People = {
  /** Adds a member, or a guest, who is not listed but can be retrieved by id. */
  readonly add: (person: { name: string; email: string; guest?: boolean }) => Person;
  readonly list: () => readonly Person[];
};

/** The people of a workspace. */
export const createPeople = (world: World): People => ({
  add: ({ name, email, guest = false }) => {
    const person: Person = { id: newId(), name, email, guest };
    world.people.set(person.id, person);
    return person;
  },
  list: () => [...world.people.values()],
});
