import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runMilepost } from '../../sandbox/demo/hub-process.ts';
import { type Stage, startStage } from '../support/stage.ts';
import { readyMilestone } from '../support/story.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  readyMilestone(stage);
});
afterAll(() => stage.close());

const run = (...args: readonly string[]) => runMilepost(stage.settings, ['run', 'weekly-review', ...args]);
const lastLine = (stdout: string) => JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
const tabs = () =>
  stage.sandbox.google
    .spreadsheet(stage.sandbox.sheetId)
    .tabs()
    .map(({ title }) => title);

describe('milepost run weekly-review', () => {
  it('as a dry run prints the review as a table, the line of JSON last, and writes nothing', async () => {
    const before = tabs();
    const { code, stdout, stderr } = await run('--dry-run');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^Billing review \d{4}-W\d\d, /);
    expect(stdout).toMatch(/\nWaiting on a trigger\n {2}Client .*\n {2}.*Design/);
    expect(stdout).toMatch(/\nOverdue\n {2}none\n/);
    expect(lastLine(stdout)).toMatchObject({ ok: true, would: [{ write: 'weekly review' }] });
    expect(tabs()).toEqual(before);
  });

  it.each([
    { asOf: '2027-01-04T04:59:00Z', week: '2026-W53' },
    { asOf: '2027-01-04T05:00:00Z', week: '2027-W01' },
  ])(
    '--json gives the review as of $asOf as data alone: $week, which turns at midnight in New York',
    async ({ asOf, week }) => {
      const { code, stdout } = await run('--dry-run', '--json', '--as-of', asOf);
      expect(code).toBe(0);
      expect(stdout.trim().split('\n')).toHaveLength(1);
      expect(lastLine(stdout).would[0].changes.day.week.name).toBe(week);
    },
  );

  it('says in status and in Notion that the sheet refuses, and takes it back once it does not', async () => {
    const { google, sheetId, notion, workspace } = stage.sandbox;
    google.share(sheetId, google.serviceAccount.email, 'reader');
    const refused = await run();
    expect(refused.code).toBe(1);
    expect((await runMilepost(stage.settings, ['status'])).stdout).toMatch(
      /Review {5}not written since .+ as Editor\./,
    );
    expect(notion.comments(workspace.rootPageId)).toHaveLength(1);
    google.share(sheetId, google.serviceAccount.email, 'writer');
    expect((await run()).code).toBe(0);
    expect((await runMilepost(stage.settings, ['status'])).stdout).not.toContain('Review     not written');
  });
});
