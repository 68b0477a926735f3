import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connect, type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const call = (method: string, path: string, body?: object) =>
  fetch(`${desk.google.url}/_sandbox${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });

describe('the control API', () => {
  it('hands out a key that opens a spreadsheet it made and shared', async () => {
    const key = z
      .object({ client_email: z.string(), private_key: z.string() })
      .parse(await (await call('GET', '/service-account')).json());
    const created = await call('POST', '/spreadsheets', {
      title: 'From outside',
      sharedWith: { [key.client_email]: 'reader' },
    });
    const { spreadsheetId } = z.object({ spreadsheetId: z.string() }).parse(await created.json());
    const { api } = connect(desk.google, { email: key.client_email, key: key.private_key });
    expect((await api.spreadsheets.get({ spreadsheetId })).data.properties?.title).toBe('From outside');
  });

  it('lets a script act as the owner and see the result', async () => {
    const typed = { sheetId: 0, row: 0, column: 0, value: 'hello' };
    expect((await call('POST', `/spreadsheets/${desk.spreadsheetId}/human/type`, typed)).status).toBe(200);
    const renamed = { sheetId: 0, title: 'Renamed' };
    await call('POST', `/spreadsheets/${desk.spreadsheetId}/human/rename-tab`, renamed);
    const state = await (await call('GET', `/spreadsheets/${desk.spreadsheetId}`)).json();
    expect(state).toMatchObject({
      tabs: [{ properties: { title: 'Renamed' }, rows: [[{ userEnteredValue: { stringValue: 'hello' } }]] }],
    });
  });

  it('arms faults, expires tokens and says what is wrong with a body', async () => {
    const read = () => desk.api.spreadsheets.get({ spreadsheetId: desk.spreadsheetId });
    await read();
    await call('POST', '/faults', { path: '/v4/', fault: { kind: 'answer', status: 500, body: '{}' } });
    expect((await refusal(read())).code).toBe(500);
    await call('POST', '/tokens/expire');
    expect((await refusal(read())).code).toBe(401);
    const wrong = await call('POST', '/faults', { fault: { kind: 'explode' } });
    expect(wrong.status).toBe(400);
  });
});
