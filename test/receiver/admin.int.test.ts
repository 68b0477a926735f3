import { expect, test } from 'vitest';
import { createReceiver } from '../../src/receiver/app.ts';
import { freshKeys, workQueue } from '../queue/kit.ts';
import { receiverSetup } from './kit.ts';

const authorization = (password: string) => ({ authorization: `Basic ${btoa(`admin:${password}`)}` });

test('the queue board and health are behind the password, and the board changes nothing', async () => {
  const work = await workQueue(freshKeys());
  await work.add([{ name: 'milestone', id: 'm', origin: 'sweep' }]);
  const health = async () => ({ problems: ['Redis <is> slow'] });
  const app = createReceiver({ ...receiverSetup().options, admin: { password: 'pass', queues: [work.queue], health } });
  for (const path of ['/admin', '/admin/queues', '/admin/queues/api/queues']) {
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
