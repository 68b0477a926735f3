import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
  await desk.jwt.authorize();
});
afterEach(() => desk.close());

const addWeek = () => desk.batch({ addSheet: { properties: { sheetId: 202647, title: '2026-W47' } } });
const titles = () =>
  desk.google
    .spreadsheet(desk.spreadsheetId)
    .tabs()
    .map(({ title }) => title);
const unavailable = JSON.stringify({
  error: { code: 503, message: 'The service is currently unavailable.', status: 'UNAVAILABLE' },
});

describe('faults', () => {
  it('can answer 503 without having done anything', async () => {
    desk.google.faults.add({ path: ':batchUpdate', fault: { kind: 'answer', status: 503, body: unavailable } });
    expect((await refusal(addWeek())).code).toBe(503);
    expect(titles()).toEqual(['Sheet1']);
  });

  it('can answer 503 although the write was kept, so that the replay is refused', async () => {
    desk.google.faults.add({
      path: ':batchUpdate',
      fault: { kind: 'answer after commit', status: 503, body: unavailable },
    });
    expect(await refusal(addWeek())).toMatchObject({ code: 503, message: 'The service is currently unavailable.' });
    expect(titles()).toEqual(['Sheet1', '2026-W47']);
    expect((await refusal(addWeek())).code).toBe(400);
  });

  it('can cut the connection after the write', async () => {
    desk.google.faults.add({ path: ':batchUpdate', fault: { kind: 'cut after commit' } });
    expect((await refusal(addWeek())).code).toBe('ECONNRESET');
    expect(titles()).toEqual(['Sheet1', '2026-W47']);
  });

  it('can break the token endpoint alone', async () => {
    desk.jwt.credentials.expiry_date = 1;
    desk.google.faults.add({
      path: '/token',
      fault: { kind: 'answer', status: 400, body: '{"error":"invalid_grant","error_description":"Broken"}' },
    });
    expect((await refusal(addWeek())).message).toBe('invalid_grant: Broken');
    await addWeek();
  });

  it('remembers what was asked', async () => {
    desk.google.journal.clear();
    await addWeek();
    expect(desk.google.journal.entries()).toMatchObject([
      { method: 'POST', path: `/v4/spreadsheets/${desk.spreadsheetId}:batchUpdate`, status: 200 },
    ]);
  });
});
