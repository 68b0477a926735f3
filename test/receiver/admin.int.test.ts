import { expect, test } from 'vitest';
import { createReceiver } from '../../src/receiver/app.ts';
import { freshKeys, until, worker, workQueue } from '../queue/kit.ts';
import { adminOptions, authorization, OVERVIEW } from './admin-kit.ts';
import { receiverSetup } from './kit.ts';

test('the queue board and health are behind the password, and the board changes nothing', async () => {
  const work = await workQueue(freshKeys());
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  const health = async () => ({ problems: ['Redis <is> slow'] });
  const admin = adminOptions({ queues: [work.queue], health });
  const app = createReceiver({ ...receiverSetup().options, admin });
  for (const path of ['/admin', '/admin/health', '/admin/queues', '/admin/queues/api/queues']) {
    expect((await app.request(path)).status).toBe(401);
    expect((await app.request(path, { headers: authorization('wrong') })).status).toBe(401);
  }
  const get = (path: string) => app.request(path, { headers: authorization('pass') });

  const page = await get('/admin');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(await page.text()).toContain('Redis &lt;is&gt; slow');

  const board = await (await get('/admin/queues')).text();
  const asset = /"([^"]*\/static\/[^"]*\.js)"/.exec(board)?.[1] ?? '';
  expect((await get(new URL(asset, 'http://x/admin/queues').pathname)).status).toBe(200);
  const queues = await get('/admin/queues/api/queues?activeQueue=work');
  expect(await queues.json()).toMatchObject({ queues: [{ name: 'work', readOnlyMode: true, counts: { waiting: 1 } }] });
});

test('the button beside work that was given up has it tried again, once', async () => {
  const keys = freshKeys();
  const work = await workQueue(keys);
  let runs = 0;
  const handler = async () => {
    runs += 1;
    if (runs <= 3) throw new TypeError('x is not a function');
    return { outcome: 'done' };
  };
  worker({ keys, work, handlers: { milestone: handler } });
  await work.add([{ name: 'milestone', id: '1f0c', origin: 'sweep' }]);
  await until(async () => (await work.counts()).failed === 1, 20_000);

  const overview = async () => ({ ...OVERVIEW, queue: await work.counts(), failed: await work.failed() });
  const app = createReceiver({ ...receiverSetup().options, admin: adminOptions({ overview, retry: work.retry }) });
  const html = await (await app.request('/admin', { headers: authorization('pass') })).text();
  expect(html).toContain('x is not a function');
  const job = /name="job" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const press = await app.request('/admin/retry', {
    method: 'POST',
    body: new URLSearchParams({ job }),
    headers: { ...authorization('pass'), 'sec-fetch-site': 'same-origin' },
  });
  expect(press.status).toBe(303);
  expect(press.headers.get('location')).toBe('/admin?retried=1');
  await until(async () => runs === 4 && (await work.counts()).failed === 0);
});
