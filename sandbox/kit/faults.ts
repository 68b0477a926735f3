import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';

/**
 * Misbehaviour on demand. `answer` replies instead of executing the request; `answer after commit` executes it and then
 * replies with something else; `cut` destroys the socket before or after the request was executed (the classic cause of
 * a second invoice); `delay` waits first.
 */
export type Fault =
  | {
      readonly kind: 'answer' | 'answer after commit';
      readonly status: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'cut before commit' | 'cut after commit' }
  | { readonly kind: 'delay'; readonly ms: number };

export type FaultRule = {
  /** HTTP method; absent: any. */
  readonly method?: string;
  /** Matched against the raw path; a string matches when the path contains it; absent: any. */
  readonly path?: string | RegExp;
  /** How many matching requests pass unharmed first. Default 0. */
  readonly skip?: number;
  /** How many matching requests are harmed after that. Default 1. */
  readonly times?: number;
  readonly fault: Fault;
};

export type Faults = {
  readonly add: (rule: FaultRule) => void;
  readonly clear: () => void;
  /** Calls the listener after every write that was executed, before its answer leaves. Crash tests kill the hub here. */
  readonly onWrite: (listener: (request: { method: string; path: string }) => void | Promise<void>) => () => void;
  readonly middleware: MiddlewareHandler<{ Bindings: HttpBindings }>;
};

type Armed = { readonly rule: FaultRule; skip: number; times: number };

const matches = (rule: FaultRule, method: string, path: string): boolean =>
  (rule.method === undefined || rule.method === method) &&
  (rule.path === undefined || (typeof rule.path === 'string' ? path.includes(rule.path) : rule.path.test(path)));

const reply = ({
  status,
  body,
  headers,
}: {
  status: number;
  body: string;
  headers?: Record<string, string>;
}): Response => new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });

export function createFaults(): Faults {
  let armed: Armed[] = [];
  const writeListeners = new Set<(request: { method: string; path: string }) => void | Promise<void>>();

  const next = (method: string, path: string): Fault | undefined => {
    for (const entry of armed) {
      if (!matches(entry.rule, method, path)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.times -= 1;
      if (entry.times <= 0) armed = armed.filter((other) => other !== entry);
      return entry.rule.fault;
    }
    return undefined;
  };

  return {
    add: (rule) => {
      armed.push({ rule, skip: rule.skip ?? 0, times: rule.times ?? 1 });
    },
    clear: () => {
      armed = [];
    },
    onWrite(listener) {
      writeListeners.add(listener);
      return () => writeListeners.delete(listener);
    },
    middleware: async (c, proceed) => {
      const { method, path } = c.req;
      const fault = next(method, path);
      if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
      if (fault?.kind === 'answer') return reply(fault);
      if (fault?.kind === 'cut before commit') {
        c.env.incoming.socket.destroy();
        return c.body(null, 500);
      }
      await proceed();
      if (method !== 'GET' && c.res.status < 400)
        for (const listener of writeListeners) await listener({ method, path });
      if (fault?.kind === 'cut after commit') {
        c.env.incoming.socket.destroy();
        return c.body(null, 500);
      }
      if (fault?.kind === 'answer after commit') c.res = reply(fault);
      return undefined;
    },
  };
}
