/**
 * What the receiver is compared with, in a process of its own: Hono on Node.js that answers 200 on the same route and does
 * nothing else. It neither reads nor checks nor keeps what it is sent.
 */
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { WEBHOOK_PATH } from './messages.ts';

const app = new Hono().post(WEBHOOK_PATH, (c) => c.body(null, 200));

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
  process.send?.({ url: `http://127.0.0.1:${port}` });
});
// Never outlives the benchmark.
process.once('disconnect', () => process.exit(0));
