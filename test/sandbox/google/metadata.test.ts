import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.batch(
    create('review', { sheetId: 0 }, 'of the tab'),
    create('review', { spreadsheet: true }, 'of the file'),
    create('row', { dimensionRange: { sheetId: 0, dimension: 'ROWS', startIndex: 3, endIndex: 4 } }, 'of a row'),
  );
});
afterEach(() => desk.close());

const create = (metadataKey: string, location: object, metadataValue: string) => ({
  createDeveloperMetadata: { developerMetadata: { metadataKey, metadataValue, location, visibility: 'DOCUMENT' } },
});

async function search(developerMetadataLookup: object): Promise<unknown[]> {
  const { data } = await desk.api.spreadsheets.developerMetadata.search({
    spreadsheetId: desk.spreadsheetId,
    requestBody: { dataFilters: [{ developerMetadataLookup }] },
  });
  return (data.matchedDeveloperMetadata ?? []).map((match) => match.developerMetadata?.metadataValue);
}

describe('developer metadata', () => {
  it('is found by key, location and kind of location', async () => {
    expect(await search({ metadataKey: 'review' })).toEqual(['of the tab', 'of the file']);
    expect(await search({ locationType: 'ROW' })).toEqual(['of a row']);
    expect(await search({ metadataLocation: { sheetId: 0 } })).toEqual(['of the tab', 'of a row']);
    const exact = { metadataLocation: { sheetId: 0 }, locationMatchingStrategy: 'EXACT_LOCATION' };
    expect(await search(exact)).toEqual(['of the tab']);
    expect(await search({ metadataKey: 'other' })).toEqual([]);
  });

  it('is answered where it belongs by a read of the file', async () => {
    const { data } = await desk.api.spreadsheets.get({
      spreadsheetId: desk.spreadsheetId,
      ranges: ['A4:A4'],
      fields:
        'developerMetadata(metadataValue),sheets(developerMetadata(metadataValue),data(rowMetadata(developerMetadata(metadataValue))))',
    });
    expect(data).toEqual({
      developerMetadata: [{ metadataValue: 'of the file' }],
      sheets: [
        {
          developerMetadata: [{ metadataValue: 'of the tab' }],
          data: [{ rowMetadata: [{ developerMetadata: [{ metadataValue: 'of a row' }] }] }],
        },
      ],
    });
  });

  it('is read by id, updated by filter and deleted by filter, each with what it concerned', async () => {
    const lookup = { developerMetadataLookup: { metadataKey: 'row' } };
    const replies = await desk.batch(
      {
        updateDeveloperMetadata: {
          dataFilters: [lookup],
          developerMetadata: { metadataValue: 'new' },
          fields: 'metadataValue',
        },
      },
      { deleteDeveloperMetadata: { dataFilter: { developerMetadataLookup: { metadataKey: 'review' } } } },
    );
    expect(replies).toMatchObject([
      { updateDeveloperMetadata: { developerMetadata: [{ metadataKey: 'row', metadataValue: 'new' }] } },
      {
        deleteDeveloperMetadata: {
          deletedDeveloperMetadata: [{ metadataValue: 'of the tab' }, { metadataValue: 'of the file' }],
        },
      },
    ]);
    const [left] = desk.google.spreadsheet(desk.spreadsheetId).metadata();
    const { data } = await desk.api.spreadsheets.developerMetadata.get({
      spreadsheetId: desk.spreadsheetId,
      metadataId: left?.metadataId ?? 0,
    });
    expect(data).toMatchObject({ metadataValue: 'new', location: { locationType: 'ROW' } });
  });

  it('is attached to exactly one row or column and stays below the size limit', async () => {
    const rows = { dimensionRange: { sheetId: 0, dimension: 'ROWS', startIndex: 0, endIndex: 2 } };
    expect((await refusal(desk.batch(create('k', rows, '')))).message).toContain('exactly one row or column');
    const long = create('k', { spreadsheet: true }, 'x'.repeat(30_000));
    expect((await refusal(desk.batch(long))).message).toContain('exceeds 30000 characters');
  });
});
