import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import type { AdminOptions } from './admin.ts';
import { createDelivery } from './delivery.ts';
import { createDeliveryMetrics } from './delivery-metrics.ts';
import { type NotionWebhook, notionWebhook } from './notion.ts';
import { type OperationsOptions, operations } from './operations.ts';
import type { ReceiverEnv } from './raw-body.ts';
import type { HintSink, WebhookSource } from './settle.ts';
import { stripeWebhook } from './stripe.ts';
import type { VerifyWebhook } from './verified.ts';

export type OfficeOptions = OperationsOptions & {
  /** Absent: `/admin` does not exist. */
  readonly admin?: AdminOptions | undefined;
  readonly log: Logger;
};

export type ReceiverOptions = OfficeOptions & {
  readonly stripe: VerifyWebhook;
  readonly notion: NotionWebhook;
  readonly inbox: HintSink;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told now and then that a source has sent something authentic; must not throw. */
  readonly noteAuthentic?: ((source: WebhookSource['name'], at: number) => void) | undefined;
};

/** The HTTP side of a process that takes no webhooks: health, metrics, admin. */
export function createOffice(options: OfficeOptions): Hono<ReceiverEnv> {
  return withErrors(mountOffice(new Hono<ReceiverEnv>(), options), options.log);
}

/** The HTTP side of the hub: both webhook routes in front, then health, metrics, admin. */
export function createReceiver(options: ReceiverOptions): Hono<ReceiverEnv> {
  const take = createDelivery({ ...options, metrics: createDeliveryMetrics(options.metrics) });
  const app = new Hono<ReceiverEnv>();
  app.route('/', stripeWebhook(options.stripe, take));
  app.route('/', notionWebhook(options.notion, take));
  return withErrors(mountOffice(app, options), options.log);
}

function mountOffice(app: Hono<ReceiverEnv>, options: OfficeOptions): Hono<ReceiverEnv> {
  app.route('/', operations(options));
  if (options.admin !== undefined) app.route('/admin', adminWhenAsked(options.admin, options.log));
  return app;
}

/** The queue board is large, and most processes never show it: it is loaded when somebody asks for it. */
function adminWhenAsked(options: AdminOptions, log: Logger): Hono<ReceiverEnv> {
  let pages: Promise<Hono<ReceiverEnv>> | undefined;
  const load = async (): Promise<Hono<ReceiverEnv>> => {
    const { admin } = await import('./admin.ts');
    return withErrors(new Hono<ReceiverEnv>().route('/admin', admin(options)), log);
  };
  return new Hono<ReceiverEnv>().all('*', async (c) => {
    pages ??= load();
    return (await pages).fetch(c.req.raw, c.env);
  });
}

function withErrors(app: Hono<ReceiverEnv>, log: Logger): Hono<ReceiverEnv> {
  app.notFound((c) => c.json({ error: 'not found' }, 404));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    log.error({ err: error, path: c.req.path }, 'request failed');
    return c.json({ error: 'internal error' }, 500);
  });
  return app;
}
