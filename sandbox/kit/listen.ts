import { type HttpBindings, serve } from '@hono/node-server';
import type { Hono } from 'hono';

/** Loopback, unless a container has to be reached from outside of itself. */
const HOST = process.env.SANDBOX_HOST ?? '127.0.0.1';

export type Listening = { readonly url: string; readonly port: number; readonly close: () => Promise<void> };

/**
 * Serves an app on loopback.
 * @param port 0 takes any free port
 */
export async function listen(app: Hono<{ Bindings: HttpBindings }>, port = 0): Promise<Listening> {
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: HOST }, (info) => {
      resolve({
        url: `http://127.0.0.1:${info.port}`,
        port: info.port,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      });
    });
    server.once('error', reject);
  });
}
