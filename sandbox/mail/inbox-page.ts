import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { Mail } from './mail.ts';

const CSS = `
  body { margin: 0; background: #f6f7f9; color: #202124; font: 14px/1.5 Arial, "Helvetica Neue", sans-serif; }
  header { background: #fff; border-bottom: 1px solid #dadce0; padding: 14px 22px; }
  h1 { font-size: 17px; font-weight: 500; margin: 0; }
  main { max-width: 760px; margin: 22px auto; padding: 0 16px; }
  details { background: #fff; border: 1px solid #dadce0; border-radius: 8px; margin-bottom: 10px; }
  summary { padding: 12px 16px; cursor: pointer; }
  summary b { display: block; }
  summary span { color: #5f6368; font-size: 12px; }
  pre { margin: 0; padding: 14px 16px; border-top: 1px solid #e8eaed; white-space: pre-wrap; font: inherit; }
`;

const mailItem = (mail: Mail, open: boolean) => html`<details ${open ? raw('open') : ''}>
  <summary><b>${mail.subject || '(no subject)'}</b>
    <span>${mail.from} → ${mail.to.join(', ')} · ${mail.receivedAt.toISOString()}</span></summary>
  <pre>${mail.text}</pre></details>`;

/** The caught mail, newest first: `GET /` for people, `GET /mails.json` for scripts. */
export function inboxPage(inbox: () => readonly Mail[]): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/', (c) => {
    const mails = inbox().toReversed();
    return c.html(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox mail</title><style>${raw(CSS)}</style></head>
<body><header><h1>Sandbox mail (${mails.length})</h1></header>
<main>${mails.length > 0 ? mails.map((mail, index) => mailItem(mail, index === 0)) : html`<p>No mail yet.</p>`}</main>
</body></html>`);
  });
  app.get('/mails.json', (c) => c.json(inbox()));
  return app;
}
