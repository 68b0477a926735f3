import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { HonoAdapter } from '@bull-board/hono';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Queue } from 'bullmq';
import { Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { type HubOverview, healthPage } from './health-page.ts';
import type { Health } from './operations.ts';
import type { ReceiverEnv } from './raw-body.ts';
import { isSameOrigin } from './same-origin.ts';

export type AdminOptions = {
  readonly password: string;
  readonly queues: readonly Queue[];
  readonly health: () => Promise<Health>;
  /** How the hub as a whole stands; rejects while Redis does not answer. */
  readonly overview: () => Promise<HubOverview>;
  /** Takes work that was given up again; all of it without an id. Resolves with how much. */
  readonly retry: (jobId?: string) => Promise<number>;
  /** Where people find a page of Notion; undefined: nowhere. */
  readonly pageUrl: (id: string) => string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

const BOARD_PATH = '/admin/queues';
const FORM_BYTES_MAX = 4 * 1024;

/** `/admin`: health and the queue board, for the user `admin`. Costly middleware is welcome here, off the hot path. */
export function admin(options: AdminOptions): Hono<ReceiverEnv> {
  const { password, queues, retry } = options;
  const app = new Hono<ReceiverEnv>();
  app.use('*', basicAuth({ username: 'admin', password }));
  app.use(
    '*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    }),
  );
  for (const path of ['/', '/health'])
    app.get(path, async (c) => {
      const retried = Number(c.req.query('retried') ?? Number.NaN);
      c.header('cache-control', 'no-store');
      return c.html(await page(options, Number.isInteger(retried) ? retried : undefined));
    });
  app.post('/retry', bodyLimit({ maxSize: FORM_BYTES_MAX }), async (c) => {
    if (!isSameOrigin(c)) return c.text('Press the button on the page itself.', 403);
    const { job } = await c.req.parseBody();
    const count = await retry(typeof job === 'string' && job !== '' ? job : undefined);
    // Another look, so that reloading it presses nothing again.
    return c.redirect(`/admin?retried=${count}`, 303);
  });
  app.route('/queues', board(queues));
  // The board's own links lead to the path without the slash.
  app.get('/queues/', (c) => c.redirect(BOARD_PATH));
  return app;
}

async function page({ health, overview, pageUrl, now }: AdminOptions, retried: number | undefined) {
  const [state, known] = await Promise.all([
    health().catch((error: unknown) => ({ problems: [String(error)] })),
    overview().catch(() => undefined),
  ]);
  return healthPage({ health: state, overview: known, pageUrl, now: now(), retried });
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
