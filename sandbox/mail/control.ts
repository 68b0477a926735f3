import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { MAIL_FAULTS, type MailFaults } from './faults.ts';

const faultRule = z.strictObject({
  next: z.enum(MAIL_FAULTS).optional(),
  refuseRecipient: z.string().optional(),
  greylist: z.literal(true).optional(),
  answerAfter: z.int().nonnegative().optional(),
});

/** The same switches over HTTP, for people with `curl` and for the demo. Bodies are JSON. */
export function createControl(faults: MailFaults, clear: () => void): Hono {
  const app = new Hono();
  const done = (c: Context): Response => c.json({ ok: true });
  app.onError((error, c) => c.json({ error: error.message }, 400));
  app.post('/faults', async (c) => {
    const { next, refuseRecipient, greylist, answerAfter } = faultRule.parse(await c.req.json());
    if (next !== undefined) faults.failNext(next);
    if (refuseRecipient !== undefined) faults.refuseRecipient(refuseRecipient);
    if (greylist) faults.greylist();
    if (answerAfter !== undefined) faults.answerAfter(answerAfter);
    return done(c);
  });
  app.delete('/faults', (c) => {
    faults.clearFaults();
    return done(c);
  });
  app.delete('/mails', (c) => {
    clear();
    return done(c);
  });
  return app;
}
