import { describe, expect, it } from 'vitest';
import { expectRefusal, setup, text } from './support.ts';

async function withBooks() {
  const { notion, client } = await setup();
  const page = notion.createPage({ properties: { title: { title: text('Shelf') } } }).id;
  const { databaseId, dataSourceId } = notion.createDatabase(
    'Books',
    { Name: { title: {} }, Genre: { select: {} }, State: { status: {} }, Read: { date: {} } },
    page,
  );
  const create = (type: string, configuration?: object, more: object = {}) =>
    client.request({
      path: 'views',
      method: 'post',
      body: { database_id: databaseId, data_source_id: dataSourceId, name: type, type, configuration, ...more },
    });
  return { client, databaseId, dataSourceId, create };
}

const sort = { type: 'manual' };

describe('a view', () => {
  it('is created as a board by an option, as a calendar by a date, and as a table of chosen properties', async () => {
    const { create, client, databaseId } = await withBooks();
    await create('board', { type: 'board', group_by: { type: 'select', property_id: 'Genre', sort } });
    const byState = { type: 'status', property_id: 'State', group_by: 'option', sort };
    await create('board', { type: 'board', group_by: byState });
    await create('calendar', { type: 'calendar', date_property_id: 'Read' });
    const shown = [{ property_id: 'title', visible: true, width: 280 }];
    await create('table', { type: 'table', properties: shown }, { position: { type: 'start' } });
    const { results } = await client.views.list({ database_id: databaseId });
    expect(results).toHaveLength(4);
    const first = await client.views.retrieve({ view_id: results[0]?.id ?? '' });
    expect(first).toMatchObject({ type: 'table' });
  });

  it.each<[string, string, object | undefined, string]>([
    ['a board that says no group', 'board', undefined, 'body.configuration should be defined'],
    [
      'a configuration of another type',
      'table',
      { type: 'calendar', date_property_id: 'Read' },
      'body.configuration.type should equal the type of the view',
    ],
    [
      'a group by a property that is not there',
      'board',
      { type: 'board', group_by: { type: 'select', property_id: 'Shelf', sort } },
      'Could not find property with name or id: Shelf',
    ],
    [
      'a group that takes a status for a select',
      'board',
      { type: 'board', group_by: { type: 'select', property_id: 'State', sort } },
      'body.configuration.group_by.type should be',
    ],
    [
      'a group without an order',
      'board',
      { type: 'board', group_by: { type: 'select', property_id: 'Genre' } },
      'sort',
    ],
    [
      'a calendar by no date',
      'calendar',
      { type: 'calendar', date_property_id: 'Genre' },
      'should name a date property',
    ],
    [
      'a key that nobody knows',
      'table',
      { type: 'table', colour: 'red' },
      'body.configuration.colour should be not present',
    ],
  ])('is refused with %s', async (_name, type, configuration, words) => {
    const { create } = await withBooks();
    await expectRefusal(create(type, configuration), 400, 'validation_error', words);
  });
});

describe('the words beside a property', () => {
  it('are kept, stay when its options change, and can be changed alone', async () => {
    const { client, dataSourceId } = await withBooks();
    const update = (properties: object) =>
      client.request({ path: `data_sources/${dataSourceId}`, method: 'patch', body: { properties } });
    await update({ Sum: { number: {}, description: 'In whole units.' } });
    await update({ Sum: { number: { format: 'euro' } } });
    expect(await update({})).toMatchObject({
      properties: { Sum: { description: 'In whole units.', number: { format: 'euro' } } },
    });
    expect(await update({ Sum: { description: null } })).toMatchObject({
      properties: { Sum: { description: null, number: { format: 'euro' } } },
    });
    await expectRefusal(update({ Sum: { number: {}, description: 'x'.repeat(281) } }), 400, 'validation_error', '280');
  });
});
