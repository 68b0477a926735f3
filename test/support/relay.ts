import { text } from 'node:stream/consumers';
import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { listen } from '../../sandbox/kit/listen.ts';

/** A stop between sender and hub that keeps a copy of what it passes on. */
export type Relay = {
  readonly url: string;
  /** The bodies of what was passed on to a path, as JSON values, in order of arrival. */
  readonly passed: (path: string) => readonly unknown[];
  readonly close: () => Promise<void>;
};

/** @param target the address of the hub */
export async function startRelay(target: string): Promise<Relay> {
  const passed: { readonly path: string; readonly body: string }[] = [];
  const app = new Hono<{ Bindings: HttpBindings }>().post('*', async (c) => {
    const body = await text(c.env.incoming);
    passed.push({ path: c.req.path, body });
    return await fetch(`${target}${c.req.path}`, { method: 'POST', body, headers: c.req.header() });
  });
  const { url, close } = await listen(app);
  return {
    url,
    close,
    passed: (path) => passed.filter((one) => one.path === path).map(({ body }) => JSON.parse(body)),
  };
}
