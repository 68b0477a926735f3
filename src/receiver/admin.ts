import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Queue } from 'bullmq';
import { Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import type { Health } from './operations.ts';
import type { ReceiverEnv } from './raw-body.ts';

export type AdminOptions = {
  readonly password: string;
  readonly queues: readonly Queue[];
  readonly health: () => Promise<Health>;
};

const BOARD_PATH = '/admin/queues';

/** `/admin`: health and the queue board, for the user `admin`. Costly middleware is welcome here, off the hot path. */
export function admin({ password, queues, health }: AdminOptions): Hono<ReceiverEnv> {
  const app = new Hono<ReceiverEnv>();
  app.use('*', basicAuth({ username: 'admin', password }));
  app.use(
    '*',
    secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"], styleSrc: ["'self'", "'unsafe-inline'"] } }),
  );
  app.get('/', async (c) => c.html(page(await health())));
  app.route('/queues', board(queues));
  // The board's own links lead to the path without the slash.
  app.get('/queues/', (c) => c.redirect(BOARD_PATH));
  return app;
}

/** Read only: its retry button would bypass the coalescing of work. */
function board(queues: readonly Queue[]): Hono {
  const adapter = new HonoAdapter(serveStatic);
  createBullBoard({
    queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
    serverAdapter: adapter,
    options: { uiConfig: { boardTitle: 'Milepost' } },
  });
  adapter.setBasePath(BOARD_PATH);
  return adapter.registerPlugin();
}

function page({ problems }: Health) {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Milepost</title></head>
<body>
<h1>Milepost</h1>
<p>${problems.length === 0 ? 'Everything works.' : 'Something needs attention:'}</p>
<ul>${problems.map((problem) => html`<li>${problem}</li>`)}</ul>
<p><a href="${BOARD_PATH}">Queues</a> · <a href="/metrics">Metrics</a></p>
</body>
</html>`;
}
