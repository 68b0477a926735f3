/** Bodies in the shapes that Notion sends, with ids of our own, one of each kind that a subscription may bring. */
const PAGE = '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e51';
export const DATABASE = '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e52';
export const DATA_SOURCE = '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e53';
export const OWN_BOT = '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e54';
const PERSON = { id: '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e55', type: 'person' };
const BOT = { id: OWN_BOT, type: 'bot' };

const PARENT = { id: DATABASE, type: 'database', data_source_id: DATA_SOURCE };

const event = (type: string, changes: object = {}) => ({
  id: '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e56',
  timestamp: '2026-11-22T09:15:02.431Z',
  workspace_id: '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e57',
  workspace_name: 'Studio Example',
  subscription_id: '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e58',
  integration_id: '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e59',
  authors: [PERSON],
  attempt_number: 1,
  api_version: '2026-03-11',
  type,
  entity: { id: PAGE, type: 'page' },
  data: { parent: PARENT },
  ...changes,
});

const ROW = `notion row ${PAGE} in ${DATA_SOURCE}`;

export type NotionSample = { readonly name: string; readonly body: unknown; readonly hints: readonly string[] };

const source = {
  entity: { id: DATA_SOURCE, type: 'data_source' },
  data: { parent: { id: DATABASE, type: 'database' } },
};
const database = { entity: { id: DATABASE, type: 'database' }, data: { parent: { id: PAGE, type: 'page' } } };
const comment = {
  entity: { id: '8c1d2f30-41a5-4b6c-9e7d-0a1b2c3d4e60', type: 'comment' },
  data: { page_id: PAGE, parent: { id: PAGE, type: 'page' } },
};

export const NOTION_SAMPLES: readonly NotionSample[] = [
  { name: 'page.created', body: event('page.created'), hints: [ROW] },
  {
    name: 'page.properties_updated with encoded property ids',
    body: event('page.properties_updated', {
      data: { parent: PARENT, updated_properties: ['XGe%40', 'bDf%5B', 'title'] },
    }),
    hints: [ROW],
  },
  {
    name: 'page.content_updated, which a new title may bring alone',
    body: event('page.content_updated', { data: { parent: PARENT, updated_blocks: [{ id: PAGE, type: 'page' }] } }),
    hints: [ROW],
  },
  { name: 'page.deleted', body: event('page.deleted'), hints: [ROW] },
  { name: 'page.undeleted', body: event('page.undeleted'), hints: [ROW] },
  { name: 'page.locked', body: event('page.locked'), hints: [ROW] },
  { name: 'page.unlocked', body: event('page.unlocked'), hints: [ROW] },
  {
    name: 'page.moved, whose parent is the new home',
    body: event('page.moved', { data: { parent: { id: DATABASE, type: 'page' } } }),
    hints: [`notion row ${PAGE} in ${DATABASE}`, `milestone ${PAGE}`],
  },
  {
    name: 'an event of before data sources, with other people who may see it',
    body: event('page.created', {
      api_version: undefined,
      accessible_by: [PERSON, BOT],
      data: { parent: { id: DATABASE, type: 'database' } },
    }),
    hints: [`notion row ${PAGE} in ${DATABASE}`],
  },
  { name: 'an eighth attempt', body: event('page.created', { attempt_number: 8 }), hints: [ROW] },
  { name: 'what a person and we ourselves did', body: event('page.created', { authors: [BOT, PERSON] }), hints: [ROW] },
  {
    name: 'what an agent did',
    body: event('page.properties_updated', { authors: [{ id: OWN_BOT.replace('54', '61'), type: 'agent' }] }),
    hints: [ROW],
  },
  { name: 'what we ourselves did', body: event('page.properties_updated', { authors: [BOT] }), hints: [] },
  { name: 'an event that names nobody', body: event('page.properties_updated', { authors: null }), hints: [ROW] },
  {
    name: 'a page at the top',
    body: event('page.created', { data: { parent: { type: 'space' } } }),
    hints: [`notion row ${PAGE}`],
  },
  { name: 'a page without a parent', body: event('page.created', { data: null }), hints: [`notion row ${PAGE}`] },
  {
    name: 'data_source.schema_updated',
    body: event('data_source.schema_updated', {
      ...source,
      data: { ...source.data, updated_properties: [{ id: 'kqL%7C', name: null, action: 'deleted' }] },
    }),
    hints: [`notion schema ${DATA_SOURCE}`],
  },
  {
    name: 'database.schema_updated, of the oldest API version',
    body: event('database.schema_updated', { ...database, api_version: '2022-06-28' }),
    hints: [`notion schema ${DATABASE}`],
  },
  {
    name: 'data_source.content_updated',
    body: event('data_source.content_updated', {
      ...source,
      data: { ...source.data, updated_blocks: [{ id: PAGE, type: 'block' }] },
    }),
    hints: [],
  },
  { name: 'data_source.created', body: event('data_source.created', source), hints: [] },
  { name: 'database.deleted', body: event('database.deleted', database), hints: [] },
  { name: 'comment.created', body: event('comment.created', comment), hints: [] },
  { name: 'comment.deleted', body: event('comment.deleted', comment), hints: [] },
  {
    name: 'a deleted transcript',
    body: event('page.transcription_block.transcript_deleted', {
      entity: { id: PAGE, type: 'block' },
      data: { target: { id: PAGE, type: 'block' }, transcript_id: 'x' },
    }),
    hints: [],
  },
  {
    name: 'an upload',
    body: event('file_upload.created', { entity: { id: PAGE, type: 'file_upload' }, data: undefined }),
    hints: [],
  },
  { name: 'a type that nobody knows yet', body: event('page_group.merged', { entity: undefined }), hints: [] },
];
