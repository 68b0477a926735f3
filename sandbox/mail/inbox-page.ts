import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import { createControl } from './control.ts';
import type { MailFaults } from './faults.ts';
import type { Mail } from './mail.ts';

const CSS = `
  body { margin: 0; background: #f6f7f9; color: #202124; font: 15px/1.5 system-ui, sans-serif; }
  header { background: #fff; border-bottom: 1px solid #dadce0; }
  header div, main { max-width: 800px; margin: 0 auto; padding: 16px; }
  h1 { font-size: 19px; font-weight: 600; margin: 0; }
  p { color: #5f6368; font-size: 14px; margin: 2px 0 12px; }
  form { display: flex; gap: 8px; }
  input, button { font: inherit; padding: 6px 12px; border: 1px solid #dadce0; border-radius: 6px; background: #fff; }
  input { flex: 1; min-width: 0; }
  details { background: #fff; border: 1px solid #dadce0; border-radius: 8px; margin-bottom: 10px; }
  summary { padding: 12px 16px; cursor: pointer; }
  summary b { display: block; }
  summary span { color: #5f6368; font-size: 13px; }
  dl { display: grid; grid-template-columns: 7em 1fr; gap: 2px 12px; margin: 0; padding: 12px 16px;
    border-top: 1px solid #e8eaed; font-size: 14px; }
  dt { color: #5f6368; }
  dd { margin: 0; overflow-wrap: anywhere; }
  h2 { font-size: 13px; font-weight: 600; color: #5f6368; margin: 0; padding: 10px 16px 0; border-top: 1px solid #e8eaed; }
  iframe { display: block; width: 100%; height: 420px; border: 0; resize: vertical; }
  pre { margin: 0; padding: 8px 16px 16px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
`;

const time = (instant: Date): string => `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function fields(mail: Mail): readonly (readonly [string, string])[] {
  const { headers } = mail;
  const all: readonly (readonly [string, string | undefined])[] = [
    ['From', headers.from ?? mail.from],
    ['To', headers.to],
    ['Cc', headers.cc],
    ['Reply-To', headers['reply-to']],
    ['Subject', mail.subject],
    ['Delivered to', mail.to.join(', ')],
    ['Received', time(mail.receivedAt)],
  ];
  return all.flatMap(([name, value]) => (value ? [[name, value] as const] : []));
}

/** What a mail program would show. Scripts stay off; links open beside the inbox. */
const asHtml = (content: string) => html`<h2>HTML</h2>
  <iframe title="HTML of the mail" sandbox="allow-popups allow-popups-to-escape-sandbox"
    srcdoc="${`<base target="_blank">${content}`}"></iframe>`;

const mailItem = (mail: Mail, isOpen: boolean) => html`<details ${isOpen ? raw('open') : ''}>
  <summary><b dir="auto">${mail.subject || '(no subject)'}</b>
    <span>${mail.headers.from ?? mail.from} → ${mail.to.join(', ')} · ${time(mail.receivedAt)}</span></summary>
  <dl>${fields(mail).map(([name, value]) => html`<dt>${name}</dt><dd dir="auto">${value}</dd>`)}</dl>
  ${mail.html ? asHtml(mail.html) : ''}
  <h2>Plain text</h2><pre dir="auto">${mail.text || '(none)'}</pre></details>`;

const emptyInbox = (recipient: string) =>
  recipient
    ? html`<p>Nobody whose address contains “${recipient}” got a mail. <a href="/">Show all</a></p>`
    : html`<p>No mail yet. What the hub sends appears here; look again with a reload.</p>`;

const page = (mails: readonly Mail[], recipient: string) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sandbox mail</title>
<style>${raw(CSS)}</style></head>
<body><header><div><h1>Sandbox mail (${mails.length})</h1>
<p>Every mail that the hub sent, newest first. None of it leaves this machine.</p>
<form><input type="search" name="to" value="${recipient}" placeholder="Recipient, or a part of the address" aria-label="Recipient">
<button>Search</button></form></div></header>
<main>${mails.length > 0 ? mails.map((mail, index) => mailItem(mail, index === 0)) : emptyInbox(recipient)}</main>
</body></html>`;

const deliveredTo = (mails: readonly Mail[], recipient: string): readonly Mail[] =>
  mails.filter(({ to }) => to.some((address) => address.toLowerCase().includes(recipient.toLowerCase())));

export type InboxOptions = {
  readonly inbox: () => readonly Mail[];
  readonly clear: () => void;
  readonly faults: MailFaults;
};

/**
 * The caught mail: `GET /` for people, newest first, `GET /mails.json` for scripts in the order of arrival; both take
 * `?to=` with a part of a recipient's address. The switches are under `/_sandbox`.
 */
export function inboxPage({ inbox, clear, faults }: InboxOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/', (c) => {
    const recipient = c.req.query('to')?.trim() ?? '';
    return c.html(page(deliveredTo(inbox(), recipient).toReversed(), recipient));
  });
  app.get('/mails.json', (c) => c.json(deliveredTo(inbox(), c.req.query('to')?.trim() ?? '')));
  app.route('/_sandbox', createControl(faults, clear));
  return app;
}
