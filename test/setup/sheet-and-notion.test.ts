import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../sandbox/demo/hub-process.ts';
import { waitForHandshake } from '../../src/setup/handshake.ts';
import { type Site, startSite } from './site.ts';

let folder: string;
let site: Site;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-setup-'));
  site = await startSite(folder);
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a sheet that is not shared is said with the address to share it with; all else is done, and the next run ends it', async () => {
  site.google.share(site.sheetId, site.google.serviceAccount.email, undefined);
  const report = await site.run();
  expect(report).toMatchObject({ ok: false, ready: true });
  expect(report.left.map(({ mend }) => mend).join()).toContain(
    `Share the sheet with ${site.google.serviceAccount.email} as Editor`,
  );
  expect(Object.keys(report.databases)).toHaveLength(4);
  site.google.share(site.sheetId, site.google.serviceAccount.email, 'writer');
  expect((await site.run()).done).toEqual(['Google: write a first tab into "Weekly review"']);
});

test('a sheet that may only be read is found out by the first write', async () => {
  site.google.share(site.sheetId, site.google.serviceAccount.email, 'reader');
  const report = await site.run();
  expect(report.ok).toBe(false);
  expect(report.left.map(({ what }) => what).join()).toContain('Google lets us not write to the sheet');
});

test('a first tab that the owner deletes is not written again, and the owner’s own tabs stay', async () => {
  await site.run();
  const { raw } = site.google.spreadsheet(site.sheetId).tab('About this sheet');
  site.google.human.deleteTab(site.sheetId, raw.properties.sheetId);
  expect(await site.run()).toMatchObject({ ok: true, done: [] });
});

test('a connection that may look and not build is told which capabilities it lacks', async () => {
  site.notion.faults.add({
    method: 'POST',
    path: '/v1/databases',
    fault: {
      kind: 'answer',
      status: 403,
      body: JSON.stringify({
        object: 'error',
        status: 403,
        code: 'restricted_resource',
        message: 'Insufficient permissions for this endpoint.',
      }),
    },
  });
  const error = await site.run().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ mend: expect.stringContaining('insert content') });
});

test('a workspace of the free plan that is full is told as such', async () => {
  site.notion.faults.add({
    method: 'POST',
    path: '/v1/databases',
    fault: {
      kind: 'answer',
      status: 403,
      body: JSON.stringify({
        object: 'error',
        status: 403,
        code: 'restricted_resource',
        message: 'Block limit reached.',
        additional_data: { block_limit: 'block_creation' },
      }),
    },
  });
  const error = await site.run().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ mend: expect.stringContaining('free plan') });
});

test('while it listens nothing but a handshake that is signed with its own token is taken', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/webhooks/notion`;
  const listening = waitForHandshake({
    host: '127.0.0.1',
    port,
    waitMs: 10_000,
    onListening: () => {
      void (async () => {
        const forged = { 'x-notion-signature': `sha256=${'0'.repeat(64)}` };
        const refused = await fetch(url, { method: 'POST', headers: forged, body: '{"verification_token":"x"}' });
        expect(refused.status).toBe(401);
        await site.notion.subscribeWebhook(url);
      })();
    },
  });
  expect(await listening).toMatch(/^secret_/);
});

test('where nothing comes it ends by itself', async () => {
  expect(await waitForHandshake({ host: '127.0.0.1', port: 0, waitMs: 10 })).toBeUndefined();
});
