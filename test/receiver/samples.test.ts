import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verifyNotionWebhook } from '../../connectors/notion/webhook.ts';
import { verifyStripeWebhook } from '../../connectors/stripe/webhook.ts';
import type { Hint } from '../../src/billing/hint.ts';
import { encodeHints, HINTS_FIELD, readEntry } from '../../src/queue/inbox-entry.ts';
import { createReceiver } from '../../src/receiver/app.ts';
import { NOTION_TOKEN, receiverSetup, STRIPE_SECRET } from './kit.ts';
import { NOTION_SAMPLES, OWN_BOT } from './samples/notion.ts';
import { STRIPE_SAMPLES } from './samples/stripe.ts';

/** The receiver as the hub puts it together: with the connectors' own verifiers. */
function realReceiver({ live = false } = {}) {
  const { options, hints, lines } = receiverSetup({
    stripe: verifyStripeWebhook({ secrets: [STRIPE_SECRET], live }),
    notion: { verify: verifyNotionWebhook({ secret: NOTION_TOKEN, ownUserId: () => OWN_BOT }) },
  });
  return { app: createReceiver(options), hints, lines };
}

/** Signed by the published schemes, not by the SDKs that verify them. */
const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex');

function stripeRequest(body: unknown, secret: string = STRIPE_SECRET): RequestInit {
  const text = JSON.stringify(body);
  const time = Math.floor(Date.now() / 1000);
  const signature = `t=${time},v1=${hmac(secret, `${time}.${text}`)},v0=${'0'.repeat(64)}`;
  return { method: 'POST', body: text, headers: { 'stripe-signature': signature } };
}

function notionRequest(body: unknown, secret: string = NOTION_TOKEN): RequestInit {
  const text = JSON.stringify(body);
  return { method: 'POST', body: text, headers: { 'x-notion-signature': `sha256=${hmac(secret, text)}` } };
}

const inWords = ({ about, id, dataSource }: Hint): string =>
  `${about} ${id}${dataSource === undefined ? '' : ` in ${dataSource}`}`;

describe('Stripe sends', () => {
  test.each(STRIPE_SAMPLES)('$name', async ({ body, hint }) => {
    const { app, hints, lines } = realReceiver();
    const answer = await app.request('/webhooks/stripe', stripeRequest(body));
    expect([answer.status, ...hints.map(inWords)]).toEqual(hint === undefined ? [200] : [200, hint]);
    expect(lines).toMatchObject([{ outcome: hint === undefined ? 'ignored' : 'queued' }]);
    expect(readEntry([HINTS_FIELD, encodeHints(hints)])).toEqual({ hints, dropped: 0 });
  });

  test.each(STRIPE_SAMPLES)(
    '$name: refused when signed by somebody else, or meant for a live key',
    async ({ body }) => {
      const forged = realReceiver();
      expect((await forged.app.request('/webhooks/stripe', stripeRequest(body, 'whsec_other'))).status).toBe(400);
      expect(forged.hints).toEqual([]);
      const live = realReceiver({ live: true });
      const { status } = await live.app.request('/webhooks/stripe', stripeRequest(body));
      expect(status).toBe(JSON.stringify(body).includes('v2.core.event') ? 200 : 400);
      expect(live.hints).toEqual([]);
    },
  );
});

describe('Notion sends', () => {
  test.each(NOTION_SAMPLES)('$name', async ({ body, hints: expected }) => {
    const { app, hints } = realReceiver();
    const answer = await app.request('/webhooks/notion', notionRequest(body));
    expect([answer.status, ...hints.map(inWords)]).toEqual([200, ...expected]);
    expect(readEntry([HINTS_FIELD, encodeHints(hints)])).toEqual({ hints, dropped: 0 });
  });

  test.each(NOTION_SAMPLES)('$name: refused when signed by somebody else', async ({ body }) => {
    const { app, hints } = realReceiver();
    expect((await app.request('/webhooks/notion', notionRequest(body, 'secret_other'))).status).toBe(401);
    expect(hints).toEqual([]);
  });

  test('its handshake once more, which changes nothing', async () => {
    const { app, hints } = realReceiver();
    const handshake = { verification_token: NOTION_TOKEN };
    expect((await app.request('/webhooks/notion', notionRequest(handshake))).status).toBe(200);
    expect(hints).toEqual([]);
  });
});

test.each([null, [], 7, 'text', {}, { type: 7 }, { id: null, type: null }])(
  'a body that is signed but no event, %j, is refused as such',
  async (body) => {
    const { app, hints } = realReceiver();
    expect((await app.request('/webhooks/stripe', stripeRequest(body))).status).toBe(400);
    expect((await app.request('/webhooks/notion', notionRequest(body))).status).toBe(400);
    expect(hints).toEqual([]);
  },
);
