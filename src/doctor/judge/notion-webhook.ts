import { type Finding, green, type Subject, yellow } from '../finding.ts';
import { ago } from '../words.ts';

export type NotionWebhookFacts = {
  readonly hasSecret: boolean;
  /** A token came with a handshake and waits to be pasted. */
  readonly tokenWaits: boolean;
  /** Milliseconds since the epoch. */
  readonly lastAt: number | undefined;
  readonly isSilent: boolean;
  readonly now: number;
};

const SUBJECT: Subject = { id: 'notion.webhook', area: 'Notion', what: 'Webhook' };

const SUBSCRIBE =
  'In Notion: Settings → Connections → Develop or manage integrations → your connection → Webhooks: subscribe <PUBLIC_URL>/webhooks/notion to page and data source events, API version 2026-03-11.';

/** Notion tells nobody how a subscription stands: what came of it is all that is known. */
export function judgeNotionWebhook({ hasSecret, tokenWaits, lastAt, isSilent, now }: NotionWebhookFacts): Finding {
  if (!hasSecret && tokenWaits)
    return yellow(
      SUBJECT,
      'a verification token has come and waits to be pasted',
      'Run `npx milepost status`, paste the token on the webhook page of the connection, set it as NOTION_WEBHOOK_SECRET, and restart the hub.',
    );
  if (!hasSecret)
    return yellow(SUBJECT, 'NOTION_WEBHOOK_SECRET is not set: edits are found by the next sweep only', SUBSCRIBE);
  if (isSilent)
    return yellow(
      SUBJECT,
      'things change there, and no webhook tells of them',
      "On the webhook page of Notion's connection look whether the subscription is paused, and resume it.",
    );
  if (lastAt === undefined)
    return yellow(
      SUBJECT,
      'none has come yet',
      `Edit a row while the hub runs, and look again after a minute. If none comes: ${SUBSCRIBE}`,
    );
  return green(SUBJECT, `the last one came ${ago(lastAt, now)}`);
}
