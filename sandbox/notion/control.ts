import { Hono } from 'hono';
import { z } from 'zod';
import type { FaultRule, Faults } from '../kit/faults.ts';
import type { World } from './model.ts';
import type { People } from './people.ts';
import { readBody } from './routes/exchange.ts';
import { findAuthor, findPage, pathId } from './state/access.ts';
import { editPage, setTrash } from './state/edit-page.ts';
import { readPage } from './state/objects.ts';
import { idSchema } from './validation.ts';
import type { Webhooks } from './webhooks/sender.ts';

const editBody = z.strictObject({
  person: idSchema,
  properties: z.record(z.string(), z.unknown()).optional(),
  in_trash: z.boolean().optional(),
});
const personBody = z.strictObject({ name: z.string(), email: z.string(), guest: z.boolean().default(false) });
const webhookBody = z.strictObject({
  lose: z.union([z.int().min(1), z.literal('all')]).optional(),
  double: z.boolean().optional(),
  shuffle: z.boolean().optional(),
  normal: z.literal(true).optional(),
  resume: z.literal(true).optional(),
  unknownEvent: z.literal(true).optional(),
});

const answerFault = z.strictObject({
  kind: z.enum(['answer', 'answer after commit']),
  status: z.int().min(200).max(599),
  body: z.string(),
});
const otherFault = z.union([
  z.strictObject({ kind: z.enum(['cut before commit', 'cut after commit']) }),
  z.strictObject({ kind: z.literal('delay'), ms: z.int().min(0) }),
]);
const faultBody = z.strictObject({
  method: z.string().optional(),
  path: z.string().optional(),
  skip: z.int().min(0).optional(),
  times: z.int().min(1).optional(),
  fault: z.union([answerFault, otherFault]),
});

/** Leaves out what the request did not say, as the fault rules want it. */
function toRule({ fault, method, path, skip, times }: z.infer<typeof faultBody>): FaultRule {
  return {
    fault,
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(skip !== undefined && { skip }),
    ...(times !== undefined && { times }),
  };
}

function setMode(webhooks: Webhooks, mode: z.infer<typeof webhookBody>): void {
  if (mode.normal) webhooks.deliverNormally();
  if (mode.resume) webhooks.resume();
  if (mode.lose !== undefined) webhooks.lose(mode.lose);
  if (mode.double !== undefined) webhooks.double(mode.double);
  if (mode.shuffle !== undefined) webhooks.shuffle(mode.shuffle);
  if (mode.unknownEvent) webhooks.sendUnknownEvent();
}

type Controlled = {
  readonly world: World;
  readonly people: People;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
};

/** The sandbox's own switches over HTTP, for scripts in other processes. They are no part of Notion. */
export function controlRoutes({ world, people, webhooks, faults }: Controlled): Hono {
  return new Hono()
    .get('/people', (c) => c.json(people.list()))
    .post('/people', async (c) => c.json(people.add(await readBody(c, personBody))))
    .post('/pages/:id', async (c) => {
      const body = await readBody(c, editBody);
      const author = findAuthor(world, body.person);
      let page = findPage(world, pathId('page_id', c.req.param('id')));
      if (body.in_trash !== undefined) page = setTrash(world, page, body.in_trash, author);
      if (body.properties) page = editPage(world, page, body.properties, author);
      return c.json(readPage(world, page));
    })
    .get('/webhooks', (c) => c.json({ paused: webhooks.paused(), attempts: webhooks.attempts() }))
    .post('/webhooks', async (c) => {
      setMode(webhooks, await readBody(c, webhookBody));
      return c.json({ paused: webhooks.paused() });
    })
    .post('/faults', async (c) => {
      faults.add(toRule(await readBody(c, faultBody)));
      return c.json({ added: true });
    })
    .delete('/faults', (c) => {
      faults.clear();
      return c.json({ cleared: true });
    });
}
