import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Faults } from '../../kit/faults.ts';
import type { Journal } from '../../kit/journal.ts';
import { ApiError, errorBody } from '../errors.ts';
import type { Human } from '../human.ts';
import type { ServiceAccount } from '../oauth/service-account.ts';
import { gridRange } from '../schema/range.ts';
import type { SpreadsheetView } from '../view.ts';
import type { NewSpreadsheet, Role } from './drive.ts';

type Controlled = {
  readonly faults: Faults;
  readonly journal: Journal;
  readonly serviceAccount: ServiceAccount;
  readonly createSpreadsheet: (file: NewSpreadsheet) => { spreadsheetId: string };
  readonly share: (spreadsheetId: string, email: string, role: Role | undefined) => void;
  readonly spreadsheet: (spreadsheetId: string) => SpreadsheetView;
  readonly human: Human;
  readonly expireTokens: () => void;
};

const role = z.enum(['reader', 'writer']);
const newSpreadsheet = z.strictObject({
  title: z.string(),
  locale: z.string().exactOptional(),
  timeZone: z.string().exactOptional(),
  sharedWith: z.record(z.string(), role).exactOptional(),
});
const sharing = z.strictObject({ email: z.string(), role: role.optional() });
const faultRule = z.strictObject({
  method: z.string().exactOptional(),
  path: z.string().exactOptional(),
  skip: z.number().exactOptional(),
  times: z.number().exactOptional(),
  fault: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.enum(['answer', 'answer after commit']),
      status: z.number(),
      body: z.string(),
      headers: z.record(z.string(), z.string()).exactOptional(),
    }),
    z.strictObject({ kind: z.enum(['cut before commit', 'cut after commit']) }),
    z.strictObject({ kind: z.literal('delay'), ms: z.number() }),
  ]),
});
const typing = z.strictObject({
  sheetId: z.number(),
  row: z.number(),
  column: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]),
});
const sorting = z.strictObject({ range: gridRange, column: z.number(), descending: z.boolean().exactOptional() });
const rowPlace = z.strictObject({ sheetId: z.number(), row: z.number() });
const tabPlace = z.strictObject({ sheetId: z.number() });
const renaming = z.strictObject({ sheetId: z.number(), title: z.string() });
const protecting = z.strictObject({ range: gridRange });

/** What a person does, by name, from a JSON body. */
function act(human: Human, id: string, action: string, body: unknown): unknown {
  switch (action) {
    case 'type': {
      const { sheetId, row, column, value } = typing.parse(body);
      return human.type(id, sheetId, row, column, value);
    }
    case 'sort-range': {
      const { range, ...by } = sorting.parse(body);
      return human.sortRange(id, range, by);
    }
    case 'insert-row': {
      const { sheetId, row } = rowPlace.parse(body);
      return human.insertRow(id, sheetId, row);
    }
    case 'delete-row': {
      const { sheetId, row } = rowPlace.parse(body);
      return human.deleteRow(id, sheetId, row);
    }
    case 'delete-tab':
      return human.deleteTab(id, tabPlace.parse(body).sheetId);
    case 'rename-tab': {
      const { sheetId, title } = renaming.parse(body);
      return human.renameTab(id, sheetId, title);
    }
    case 'protect':
      return { protectedRangeId: human.protect(id, protecting.parse(body).range) };
    default:
      throw new ApiError(404, 'NOT_FOUND', `There is no action called ${action}.`);
  }
}

/** The sandbox object over HTTP, for scripts in other processes. Mounted at `/_sandbox`; not part of Google. */
export function controlApi(sandbox: Controlled): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/service-account', (c) => c.json(sandbox.serviceAccount.keyFile()));
  app.post('/spreadsheets', async (c) =>
    c.json(sandbox.createSpreadsheet(newSpreadsheet.parse(await c.req.json())), 201),
  );
  app.get('/spreadsheets/:id', (c) => c.json(sandbox.spreadsheet(c.req.param('id')).raw));
  app.post('/spreadsheets/:id/share', async (c) => {
    const { email, role: given } = sharing.parse(await c.req.json());
    sandbox.share(c.req.param('id'), email, given);
    return c.json({});
  });
  app.post('/spreadsheets/:id/human/:action', async (c) => {
    const { id, action } = c.req.param();
    return c.json(Object(act(sandbox.human, id, action, await c.req.json())));
  });
  app.post('/tokens/expire', (c) => {
    sandbox.expireTokens();
    return c.json({});
  });
  app.get('/journal', (c) => c.json(sandbox.journal.entries()));
  app.delete('/journal', (c) => {
    sandbox.journal.clear();
    return c.json({});
  });
  app.post('/faults', async (c) => {
    sandbox.faults.add(faultRule.parse(await c.req.json()));
    return c.json({}, 201);
  });
  app.delete('/faults', (c) => {
    sandbox.faults.clear();
    return c.json({});
  });
  app.onError((error, c) => {
    if (error instanceof ApiError) return new Response(JSON.stringify(errorBody(error)), { status: error.code });
    if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 400);
    throw error;
  });
  return app;
}
