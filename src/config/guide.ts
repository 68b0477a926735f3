import type { VariableName } from './environment.ts';

const DATABASE = 'Copy the link of the database in Notion, or let `npx milepost init` create the databases.';
const GOOGLE_OVERRIDE = 'Leave it out for Google itself; set it only to use another server, such as the sandbox.';

/** How to get a right value for each variable; shown beside every problem with it. */
export const GUIDE: Readonly<Record<VariableName, string>> = {
  NOTION_TOKEN:
    'In Notion: Settings → Connections → Develop or manage integrations → your internal connection → copy its secret (ntn_…).',
  NOTION_MILESTONES_DB: DATABASE,
  NOTION_PROJECTS_DB: DATABASE,
  NOTION_CLIENTS_DB: DATABASE,
  NOTION_DEALS_DB: DATABASE,
  NOTION_PARENT_PAGE: 'Copy the link of the page below which `npx milepost init` creates the databases.',
  NOTION_WEBHOOK_SECRET:
    'Subscribe the connection to <PUBLIC_URL>/webhooks/notion; the hub shows the verification token that Notion sends.',
  NOTION_API_URL: 'Leave it out for Notion itself; set it only to use another server, such as the sandbox.',
  STRIPE_SECRET_KEY:
    'In the Stripe Dashboard: Developers → API keys → copy a secret key (sk_test_… or sk_live_…) or create a restricted one (rk_…).',
  STRIPE_WEBHOOK_SECRET:
    'In the Stripe Dashboard: Developers → Webhooks → your endpoint → Signing secret (whsec_…), or let `npx milepost init` create the endpoint. Separate several by commas.',
  STRIPE_API_URL: 'Leave it out for Stripe itself; set it only to use another server, such as the sandbox.',
  GOOGLE_APPLICATION_CREDENTIALS:
    'In the Google Cloud console: IAM → Service accounts → your account → Keys → Add key → JSON; give the path of the downloaded file.',
  GOOGLE_SHEET_ID: 'Copy the address of the spreadsheet, and share it with the service account as an editor.',
  GOOGLE_SHEETS_API_URL: GOOGLE_OVERRIDE,
  GOOGLE_TOKEN_URL: GOOGLE_OVERRIDE,
  SMTP_URL: 'Ask your mail provider for its SMTP server, or leave it out: follow-ups then go out as Stripe e-mails.',
  MAIL_FROM: 'Give the sender of the follow-ups, such as "Studio North <billing@example.com>".',
  REDIS_URL: 'Give the address of a Redis 6.2 or newer, or leave it out: the hub then starts one of its own.',
  HOST: 'Give the address to listen on, such as 0.0.0.0 for all or 127.0.0.1 for this machine only.',
  PORT: 'Give a port from 1 to 65535, or 0 for any free one.',
  PUBLIC_URL: 'Give the address under which Stripe and Notion reach this hub, such as https://billing.example.com.',
  ADMIN_PASSWORD: 'Choose a long password for /admin, or leave it out: /admin is then off.',
  LOG_LEVEL: 'Choose one of trace, debug, info, warn, error, fatal and silent.',
  MILEPOST_CONFIG: 'Give the path of a YAML file, or leave it out to use milepost.config.yaml if there is one.',
};
