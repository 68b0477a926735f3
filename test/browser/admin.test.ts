import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOffice } from '../../src/receiver/app.ts';
import { type Listening, listen } from '../../src/receiver/serve.ts';
import { adminOptions, OVERVIEW } from '../receiver/admin-kit.ts';
import { receiverSetup } from '../receiver/kit.ts';
import { brightnessOf, describeInBrowser, overflowOf, styleOf } from './browser.ts';

const LOGIN = { httpCredentials: { username: 'admin', password: 'pass' } };
const BROKEN = {
  jobId: '7',
  name: 'milestone',
  id: '1f0c1f0c-1f0c-1f0c-1f0c-1f0c1f0c1f0c',
  reason: 'x is not a function',
  failedAt: 0,
  attempts: 3,
};
const DETAIL =
  'Needs Mara Lindqvist: Stripe refused to create the invoice. Correct what Stripe calls "customer_email".';

describeInBrowser('/admin', ({ open }) => {
  let hub: Listening;
  const asked: (string | undefined)[] = [];
  beforeAll(async () => {
    const admin = adminOptions({
      overview: async () => ({
        ...OVERVIEW,
        failed: asked.length === 0 ? [BROKEN] : [],
        help: { '2a2a2a2a-2a2a-2a2a-2a2a-2a2a2a2a2a2a': DETAIL },
        followUps: [
          {
            client: 'Northwind',
            message: 'Light',
            invoices: ['NW-0001'],
            sum: '3,500.00 EUR',
            leavesAt: '2026-11-25T13:30:00.000Z',
          },
        ],
      }),
      retry: async (id) => {
        asked.push(id);
        return 1;
      },
    });
    hub = await listen(createOffice({ ...receiverSetup().options, admin }), { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => hub.close(0));

  test('refuses whoever does not know the password', async () => {
    for (const look of [{}, { httpCredentials: { username: 'admin', password: 'wrong' } }]) {
      const page = await open(`${hub.url}/healthz`, look);
      // Without a person to ask for a password the browser gives up on the page.
      const [answer] = await Promise.all([
        page.waitForResponse(`${hub.url}/admin`),
        page.goto(`${hub.url}/admin`).catch(() => undefined),
      ]);
      expect(answer.status()).toBe(401);
      expect(await page.locator('h1').count()).toBe(0);
    }
  });

  test('shows what is there to whoever logs in, and fits a phone', async () => {
    const page = await open(`${hub.url}/admin`, { ...LOGIN, device: 'phone' });
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      'Waits for a person',
      'Work given up',
      'Last time',
      'Goes out to clients today',
      'Left to ask of the services',
    ]);
    expect(await page.getByRole('cell', { name: DETAIL }).isVisible()).toBe(true);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  });

  test('can be read by day and by night', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(`${hub.url}/admin`, { ...LOGIN, colorScheme });
      const body = page.locator('body');
      const paper = brightnessOf(await styleOf(body, 'background-color'));
      const ink = brightnessOf(await styleOf(body, 'color'));
      expect(Math.abs(paper - ink)).toBeGreaterThan(150);
      expect(paper > ink).toBe(colorScheme === 'light');
    }
  });

  test('takes work up again at the press of a button, without a script', async () => {
    const page = await open(`${hub.url}/admin`, LOGIN);
    expect(await page.locator('script').count()).toBe(0);
    await page.getByRole('button', { name: `Try milestone ${BROKEN.id} again` }).click();
    await page.getByRole('status').waitFor();
    expect(await page.getByRole('status').textContent()).toBe('1 job is tried again.');
    expect(asked).toEqual(['7']);
    expect(await page.getByRole('button').count()).toBe(0);
    await page.getByRole('link', { name: 'Queue' }).click();
    expect(page.url()).toBe(`${hub.url}/admin/queues`);
  });

  test('a form of another site presses nothing', async () => {
    const page = await open(`${hub.url}/admin`, LOGIN);
    const pressed = asked.length;
    // The same machine under another name is another site.
    const foreign = hub.url.replace('127.0.0.1', 'localhost');
    await page.goto('about:blank');
    await page.setContent(`<form method="post" action="${foreign}/admin/retry"><button>Win</button></form>`);
    const [answer] = await Promise.all([page.waitForResponse(/retry/), page.getByRole('button').click()]);
    expect([401, 403]).toContain(answer.status());
    expect(asked.length).toBe(pressed);
  });
});
