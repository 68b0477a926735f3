import { expect, test } from 'vitest';
import type { AdminOptions } from '../../src/receiver/admin.ts';
import { createOffice } from '../../src/receiver/app.ts';
import type { HubOverview } from '../../src/receiver/health-page.ts';
import { adminOptions, authorization, OVERVIEW } from './admin-kit.ts';
import { receiverSetup } from './kit.ts';

const officeWith = (changes: Partial<AdminOptions> = {}) =>
  createOffice({ ...receiverSetup().options, admin: adminOptions(changes) });

const pageOf = async (changes: Partial<HubOverview> = {}, options: Partial<AdminOptions> = {}): Promise<string> => {
  const app = officeWith({ ...options, overview: async () => ({ ...OVERVIEW, ...changes }) });
  return await (await app.request('/admin/health', { headers: authorization('pass') })).text();
};

test('a quiet hub shows when each thing last happened, and that nothing waits', async () => {
  const html = await pageOf();
  expect(html).toContain('This process works.');
  expect(html).toContain('<time datetime="2026-11-25T11:55:00.000Z" title="2026-11-25T11:55:00.000Z">5 min ago</time>');
  expect(html).toContain('>3 h ago</time>');
  expect(html).toContain('Queue: 2 waiting, 1 running, 5 put off, 0 given up.');
  expect(html).toContain('178 requests at once');
  expect(html).toContain('1,204 of at least 10,000 used');
  expect(html).not.toContain('<form');
  expect(html).not.toContain('<script');
});

test('whatever waits for a person is there with its reason, and leads to its page', async () => {
  const html = await pageOf({
    alarms: { '1f0c': 'Paid without a payment' },
    help: { '2a': 'Needs Mara: Stripe refused to create the invoice' },
    unconfirmed: { '3b': 'Unconfirmed: nobody knows whether the firm message went out' },
    unreadable: { 'milestones 4c': '"Amount" of this milestone cannot be read' },
    reviewProblem: { since: '2026-11-23', words: 'The spreadsheet is full' },
    silentWebhooks: { notion: '2026-11-25T10:00:00.000Z' },
  });
  for (const words of [
    'Paid without a payment',
    'Needs Mara: Stripe refused to create the invoice',
    'nobody knows whether the firm message went out',
    '&quot;Amount&quot; of this milestone cannot be read',
    'The spreadsheet is full',
    'came without a webhook',
  ])
    expect(html).toContain(words);
  expect(html).toContain('href="https://www.notion.so/4c"');
});

test('today’s messages stand there with their sums', async () => {
  const message = { client: 'Northwind & Co', message: 'Light', invoices: ['NW-0001', 'NW-0002'], sum: '3,500.00 EUR' };
  const html = await pageOf({ followUps: [{ ...message, leavesAt: '2026-11-25T13:30:00.000Z' }] });
  expect(html).toContain('in 90 min');
  expect(html).toContain('Northwind &amp; Co');
  expect(html).toContain('NW-0001, NW-0002');
});

test('what somebody wrote into a name or a reason stays text', async () => {
  const failed = [
    { jobId: '7"><script>', name: 'milestone', id: '1f0c', reason: '<img src=x>', failedAt: 0, attempts: 3 },
  ];
  const html = await pageOf({ failed, alarms: { '<b>': '<script>alert(1)</script>' } });
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<img');
});

test('while Redis is away the page says so and nothing else', async () => {
  const app = officeWith({
    health: async () => ({ problems: ['Redis does not answer'] }),
    overview: () => Promise.reject(new Error('Redis does not answer')),
  });
  const page = await app.request('/admin', { headers: authorization('pass') });
  expect(page.status).toBe(200);
  const html = await page.text();
  expect(html).toContain('Redis does not answer');
  expect(html).not.toContain('<h2');
});

test('the page is kept by nobody on the way, and cannot be shown inside of another one', async () => {
  const { headers } = await officeWith().request('/admin', { headers: authorization('pass') });
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a neighbour on the same domain', { 'sec-fetch-site': 'same-site' }, 403],
  ['an older browser, from another site', { origin: 'https://evil.example', host: 'hub.example' }, 403],
  ['somebody who does not say', {}, 403],
  ['the page itself', { 'sec-fetch-site': 'same-origin' }, 303],
  ['the page in an older browser', { origin: 'https://hub.example', host: 'hub.example' }, 303],
])('a press of the button by %s is answered %s', async (_who, headers, status) => {
  const asked: (string | undefined)[] = [];
  const app = officeWith({
    retry: async (id) => {
      asked.push(id);
      return 1;
    },
  });
  const body = new URLSearchParams({ job: '7' });
  const answer = await app.request('/admin/retry', {
    method: 'POST',
    body,
    headers: { ...authorization('pass'), ...headers },
  });
  expect(answer.status).toBe(status);
  expect(asked).toEqual(status === 303 ? ['7'] : []);
});

test('without the password the button does nothing', async () => {
  const app = officeWith({ retry: () => Promise.reject(new Error('never asked')) });
  const answer = await app.request('/admin/retry', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } });
  expect(answer.status).toBe(401);
});
