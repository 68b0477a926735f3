import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureKind } from '../../../src/billing/failure.ts';
import { startWorld, type TestWorld, title } from '../../support/world.ts';

/** How many rows one query gives here; at Notion it is 10,000. */
const LIMIT = 7;
const MINUTE_MS = 60_000;

let world: TestWorld;
let mara: string;
beforeEach(async () => {
  world = await startWorld();
  world.notionSandbox.queryRowsMax = LIMIT;
  mara = world.notionSandbox.people.add({ name: 'Mara Lindqvist', email: 'mara@studio.example' }).id;
});
afterEach(() => world.close());

const addRows = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, number) =>
      world.notionSandbox.createPage({
        dataSourceId: world.workspace.clients.dataSourceId,
        properties: { Name: title(`C${number}`) },
      }).id,
  );
const editAll = (ids: readonly string[]): void => {
  for (const id of ids) world.notionSandbox.editAs(mara, id, { Country: { rich_text: [{ text: { content: 'GB' } }] } });
};
const listed = async (): Promise<string[]> =>
  (await Array.fromAsync(world.notion.clientsEditedSince())).map(({ id }) => id);

test('rows that share one minute of edits, more than one query gives, are all listed once', async () => {
  const before = addRows(3);
  world.clock.advance(10 * MINUTE_MS);
  const crowd: string[] = [];
  for (let minute = 0; minute < 5; minute += 1) {
    crowd.push(...addRows(5));
    world.clock.advance(MINUTE_MS);
  }
  editAll(crowd);
  world.clock.advance(5 * MINUTE_MS);
  const after = addRows(4);
  const ids = await listed();
  expect(ids.toSorted()).toEqual([...before, ...crowd, ...after].toSorted());
});

test.each([LIMIT - 1, LIMIT, LIMIT + 1, 2 * LIMIT, 2 * LIMIT + 1])(
  '%i rows of several minutes are all listed once, wherever the cut falls',
  async (count) => {
    const rows: string[] = [];
    for (let n = 0; n < count; n += 1) {
      rows.push(...addRows(1));
      if (n % 3 === 0) world.clock.advance(MINUTE_MS);
    }
    expect((await listed()).toSorted()).toEqual(rows.toSorted());
  },
);

test('rows that were created and edited in one minute, more than one query gives, are said to a person instead of left out', async () => {
  addRows(LIMIT + 3);
  const failure = await listed().catch((error: unknown) => error);
  expect(failureKind(failure)).toBe('needs a person');
  expect(failure).toMatchObject({ message: expect.stringContaining('More rows of clients') });
});
