import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect, type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const rename = { updateSpreadsheetProperties: { properties: { title: 'Renamed' }, fields: 'title' } };

describe('access', () => {
  it('answers 404 for a spreadsheet that does not exist', async () => {
    const refused = await refusal(desk.api.spreadsheets.get({ spreadsheetId: 'nowhere' }));
    expect(refused).toMatchObject({
      code: 404,
      body: { error: { code: 404, message: 'Requested entity was not found.', status: 'NOT_FOUND' } },
    });
  });

  it('answers 403 for one that is not shared', async () => {
    const { spreadsheetId } = desk.google.createSpreadsheet({ title: 'Private' });
    const refused = await refusal(desk.api.spreadsheets.get({ spreadsheetId }));
    expect(refused).toMatchObject({
      code: 403,
      body: { error: { code: 403, message: 'The caller does not have permission', status: 'PERMISSION_DENIED' } },
    });
  });

  it('lets a reader read and not write', async () => {
    desk.google.share(desk.spreadsheetId, desk.google.serviceAccount.email, 'reader');
    const { data } = await desk.api.spreadsheets.get({ spreadsheetId: desk.spreadsheetId });
    expect(data.properties?.title).toBe('Review');
    expect((await refusal(desk.batch(rename))).code).toBe(403);
    expect(desk.google.spreadsheet(desk.spreadsheetId).title).toBe('Review');
  });

  it('does not let a read-only scope write', async () => {
    const { api } = connect(desk.google, { scopes: ['https://www.googleapis.com/auth/spreadsheets.readonly'] });
    await api.spreadsheets.get({ spreadsheetId: desk.spreadsheetId });
    const refused = await refusal(
      api.spreadsheets.batchUpdate({ spreadsheetId: desk.spreadsheetId, requestBody: { requests: [rename] } }),
    );
    expect(refused).toMatchObject({
      code: 403,
      body: { error: { details: [expect.objectContaining({ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' })] } },
    });
  });

  it('cannot create files: a service account owns none', async () => {
    const refused = await refusal(desk.api.spreadsheets.create({ requestBody: { properties: { title: 'New' } } }));
    expect(refused).toMatchObject({ code: 403, message: "The user's Drive storage quota has been exceeded." });
  });

  it('answers 401 to a token that was made worthless, until the client fetches a new one', async () => {
    const read = () => desk.api.spreadsheets.get({ spreadsheetId: desk.spreadsheetId });
    await read();
    desk.google.expireTokens();
    expect(await refusal(read())).toMatchObject({ code: 401, body: { error: { status: 'UNAUTHENTICATED' } } });
    desk.jwt.credentials.expiry_date = 1;
    expect((await read()).status).toBe(200);
  });

  it('answers 403 to a request without any credentials', async () => {
    const answer = await fetch(`${desk.google.url}/v4/spreadsheets/${desk.spreadsheetId}`);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED' } });
  });
});
