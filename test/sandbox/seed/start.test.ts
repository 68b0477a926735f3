import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../../sandbox/start.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { aReadyMilestone } from '../../support/world.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const configOf = (env: Readonly<Record<string, string>>) => loadConfig({ env, cwd: tempDir() });

describe('a started sandbox', () => {
  test('gives an environment that a hub takes as complete', () => {
    const config = configOf(sandbox.environment());
    expect(config.notion).toMatchObject({
      apiUrl: sandbox.notion.url,
      databases: { milestones: sandbox.workspace.milestones.databaseId },
    });
    expect(config.stripe).toMatchObject({ apiUrl: sandbox.stripe.url, isLive: false });
    expect(config.google).toMatchObject({ sheetId: sandbox.sheetId, sheetsApiUrl: sandbox.google.url });
  });

  test('is refused by the hub once a part of its environment is missing', () => {
    const { NOTION_MILESTONES_DB: _, ...without } = sandbox.environment();
    expect(() => configOf(without)).toThrow('NOTION_MILESTONES_DB');
  });

  test('shares its spreadsheet with the account of its key file, and removes the key when it is closed', async () => {
    const other = await startSandbox();
    const { GOOGLE_APPLICATION_CREDENTIALS: file = '' } = other.environment();
    expect(configOf(other.environment()).google.serviceAccount.email).toBe(other.google.serviceAccount.email);
    expect(existsSync(file)).toBe(true);
    await other.close();
    expect(existsSync(file)).toBe(false);
  });

  test('links to pages that answer', async () => {
    const index = await (await fetch(sandbox.url)).text();
    expect(sandbox.links.map(({ name }) => name)).toEqual(['Notion', 'Stripe', 'Google Sheet', 'Mail']);
    for (const { name, url } of sandbox.links) {
      expect(index).toContain(`href="${url}"`);
      expect([name, (await fetch(url)).status]).toEqual([name, 200]);
    }
  });

  test('sends the events of Stripe and Notion to a hub, without a handshake', async () => {
    const paths: string[] = [];
    const hub = createServer((request, response) => {
      paths.push(request.url ?? '');
      request.resume();
      response.end();
    });
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void hub.close());
    await sandbox.connectWebhooks(`http://127.0.0.1:${portOf(hub.address())}`);
    expect(paths).toEqual([]);

    aReadyMilestone(sandbox.notion, sandbox.workspace);
    const { secretKey, apiUrl } = configOf(sandbox.environment()).stripe;
    const answer = await fetch(`${apiUrl}/v1/customers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secretKey}` },
      body: new URLSearchParams({ name: 'Northwind' }),
    });
    expect(answer.status).toBe(200);
    await Promise.all([sandbox.notion.webhooks.idle(), sandbox.stripe.webhooks.idle()]);
    expect(new Set(paths)).toEqual(new Set(['/webhooks/notion', '/webhooks/stripe']));
  });

  test('moves one clock for all services', () => {
    const before = sandbox.clock.now();
    sandbox.advance(3_600_000);
    expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
  });
});

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;
