import { afterEach, describe, expect, it } from 'vitest';
import { type Desk, openDesk, refusal } from './google-client.ts';

let desk: Desk;
afterEach(() => desk.close());

const read = () => desk.api.spreadsheets.get({ spreadsheetId: desk.spreadsheetId, fields: 'spreadsheetId' });
const write = () => desk.batch({ updateSpreadsheetProperties: { properties: { title: 'Again' }, fields: 'title' } });

describe('quotas', () => {
  it('answers 429 once the minute is used up, and serves again in the next one', async () => {
    desk = await openDesk({ quota: { writePerUser: 2 } });
    await write();
    await write();
    expect(await refusal(write())).toMatchObject({
      code: 429,
      body: {
        error: {
          status: 'RESOURCE_EXHAUSTED',
          details: [
            expect.objectContaining({
              reason: 'RATE_LIMIT_EXCEEDED',
              metadata: expect.objectContaining({
                quota_limit: 'WriteRequestsPerMinutePerUser',
                quota_limit_value: '2',
              }),
            }),
            expect.anything(),
          ],
        },
      },
    });
    desk.clock.advance(60_000);
    await write();
  });

  it('counts reads and writes apart', async () => {
    desk = await openDesk({ quota: { writePerUser: 1, readPerUser: 1 } });
    await write();
    await read();
    expect((await refusal(read())).message).toContain("'Read requests per minute per user'");
  });

  it('limits the project as a whole as well', async () => {
    desk = await openDesk({ quota: { readPerProject: 1 } });
    await read();
    expect((await refusal(read())).message).toContain("'Read requests per minute'");
  });

  it('counts a batch of many requests once', async () => {
    desk = await openDesk({ quota: { writePerUser: 1 } });
    const request = { updateSpreadsheetProperties: { properties: { title: 'x' }, fields: 'title' } };
    expect(await desk.batch(...Array.from({ length: 50 }, () => request))).toHaveLength(50);
  });
});
