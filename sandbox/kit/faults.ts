import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';

/**
 * Misbehaviour on demand. `answer` replies instead of executing the request; `answer after commit` executes it and then
 * replies with something else; `cut` destroys the socket before or after the request was executed (the classic cause of
 * a second invoice); `delay` waits first; `no answer` leaves the caller waiting until it gives up, and then executes
 * nothing or has executed all; `slow body` sends the headers at once and the body in pieces over so many milliseconds,
 * with `Infinity` never to its end.
 */
export type Fault =
  | {
      readonly kind: 'answer' | 'answer after commit';
      readonly status: number;
      readonly body: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'cut before commit' | 'cut after commit' }
  | { readonly kind: 'no answer before commit' | 'no answer after commit' }
  | { readonly kind: 'delay' | 'slow body'; readonly ms: number };

export type FaultyRequest = { readonly method: string; readonly path: string };

/** What one request meets, as a watcher says it. */
export type Disturbance = {
  readonly fault?: Fault | undefined;
  /** Called once the request was executed, before any of its answer leaves. */
  readonly afterCommit?: (() => void) | undefined;
};

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
  readonly onWrite: (listener: (request: FaultyRequest) => void | Promise<void>) => () => void;
  /** Is asked about every request before it is executed; its word goes before the rules. */
  readonly watch: (
    watcher: (request: FaultyRequest) => Disturbance | undefined | Promise<Disturbance | undefined>,
  ) => void;
  readonly middleware: MiddlewareHandler<{ Bindings: HttpBindings }>;
  /** Slows bodies down. Goes before everything that reads an answer, which would else wait for it. */
  readonly delivery: MiddlewareHandler<{ Bindings: HttpBindings }>;
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

/** Resolves when the caller hangs up. */
const untilGone = ({ incoming: { socket } }: HttpBindings): Promise<void> =>
  new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.once('close', () => resolve());
  });

const PIECES = 4;

/** The same answer, its body in pieces, the first one at once. Without an end the last piece never comes. */
function dribbled(answer: Response, ms: number): Response {
  const { body, status } = answer;
  if (body === null) return answer;
  const headers = new Headers(answer.headers);
  headers.delete('content-length');
  const slow = new ReadableStream<Uint8Array>({
    async start(stream) {
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const size = Math.ceil(bytes.length / PIECES);
      for (let piece = 0; piece < PIECES; piece += 1) {
        if (piece > 0 && !Number.isFinite(ms)) return;
        if (piece > 0) await new Promise((resolve) => setTimeout(resolve, ms / (PIECES - 1)));
        stream.enqueue(bytes.subarray(piece * size, (piece + 1) * size));
      }
      stream.close();
    },
  });
  return new Response(slow, { status, headers });
}

export function createFaults(): Faults {
  let armed: Armed[] = [];
  let watcher: Parameters<Faults['watch']>[0] = () => undefined;
  const writeListeners = new Set<(request: FaultyRequest) => void | Promise<void>>();
  const slow = new WeakMap<HttpBindings['incoming'], number>();

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
    watch: (next) => {
      watcher = next;
    },
    delivery: async (c, proceed) => {
      await proceed();
      const ms = slow.get(c.env.incoming);
      if (ms !== undefined) c.res = dribbled(c.res, ms);
    },
    middleware: async (c, proceed) => {
      const { method, path } = c.req;
      const disturbance = await watcher({ method, path });
      const fault = disturbance?.fault ?? next(method, path);
      if (fault?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.ms));
      if (fault?.kind === 'slow body') slow.set(c.env.incoming, fault.ms);
      if (fault?.kind === 'no answer before commit') {
        await untilGone(c.env);
        return c.body(null, 500);
      }
      if (fault?.kind === 'answer') return reply(fault);
      if (fault?.kind === 'cut before commit') {
        c.env.incoming.socket.destroy();
        return c.body(null, 500);
      }
      await proceed();
      if (method !== 'GET' && c.res.status < 400)
        for (const listener of writeListeners) await listener({ method, path });
      disturbance?.afterCommit?.();
      if (fault?.kind === 'no answer after commit') await untilGone(c.env);
      if (fault?.kind === 'cut after commit') {
        c.env.incoming.socket.destroy();
        return c.body(null, 500);
      }
      if (fault?.kind === 'answer after commit') c.res = reply(fault);
      return undefined;
    },
  };
}
