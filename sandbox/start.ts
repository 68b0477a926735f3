import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type GoogleSandbox, startGoogle } from './google/index.ts';
import { type IndexLink, indexPage } from './index-page.ts';
import { createClock, type SandboxClock } from './kit/clock.ts';
import { listen } from './kit/listen.ts';
import { type MailSandbox, startMail } from './mail/index.ts';
import {
  createWorkspace,
  type NotionOptions,
  type NotionSandbox,
  startNotion,
  type Workspace,
} from './notion/index.ts';
import { AGENCY, historyStart, SEED_ZONE, type Seeded, seedAgency } from './seed/index.ts';
import { type StripeSandbox, startStripe } from './stripe/index.ts';

/** Agreed before anything starts, so that a hub's environment is complete before the hub is. They open nothing else. */
const NOTION_TOKEN = 'ntn_sandbox';
const NOTION_WEBHOOK_SECRET = 'secret_sandbox';
const STRIPE_KEY = 'sk_test_sandbox';
const STRIPE_WEBHOOK_SECRET = 'whsec_sandbox';

export type SandboxOptions = {
  /** Default: one that shows the real time. */
  readonly clock?: SandboxClock;
  /** Default: any free ones. `smtp` takes mail, `mail` shows it. */
  readonly ports?: Partial<Record<'index' | 'notion' | 'stripe' | 'google' | 'mail' | 'smtp', number>>;
  /** How much Notion allows; default 180 requests in 60 seconds. */
  readonly rateLimit?: NonNullable<NotionOptions['rateLimit']>;
};

export type Sandbox = {
  /** The page with links to all others. */
  readonly url: string;
  readonly links: readonly IndexLink[];
  readonly clock: SandboxClock;
  readonly notion: NotionSandbox;
  readonly workspace: Workspace;
  readonly stripe: StripeSandbox;
  readonly google: GoogleSandbox;
  readonly sheetId: string;
  readonly mail: MailSandbox;
  /** The variables of a hub that works with this sandbox; add `PORT` and `REDIS_URL`. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** Sends Stripe's and Notion's events to a hub from now on. It need not run yet. */
  readonly connectWebhooks: (hubUrl: string) => Promise<void>;
  /** Moves the clock of all services forward. */
  readonly advance: (ms: number) => void;
  readonly close: () => Promise<void>;
};

/** Starts local Notion, Stripe, Google and mail, with an empty workspace and an empty spreadsheet. */
export async function startSandbox({
  clock = createClock(),
  ports = {},
  rateLimit = { requests: 180, seconds: 60 },
}: SandboxOptions = {}): Promise<Sandbox> {
  const [notion, stripe, google, mail] = await Promise.all([
    startNotion({ clock, token: NOTION_TOKEN, rateLimit, port: ports.notion ?? 0 }),
    startStripe({ clock, secretKeys: [STRIPE_KEY], accountName: AGENCY, port: ports.stripe ?? 0 }),
    startGoogle({ clock, port: ports.google ?? 0 }),
    startMail({ clock, port: ports.smtp ?? 0, pagePort: ports.mail ?? 0 }),
  ]);
  const workspace = createWorkspace(notion);
  const { spreadsheetId: sheetId } = google.createSpreadsheet({
    title: `${AGENCY} weekly review`,
    timeZone: SEED_ZONE,
    sharedWith: { [google.serviceAccount.email]: 'writer' },
  });
  const links = linksTo({ notion, workspace, stripe, google, sheetId, mail });
  const index = await listen(indexPage('Milepost sandbox', links), ports.index ?? 0);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'milepost-sandbox-'));
  const keyFile = path.join(folder, 'service-account.json');
  writeFileSync(keyFile, JSON.stringify(google.serviceAccount.keyFile()), { mode: 0o600 });

  return {
    url: index.url,
    links,
    clock,
    notion,
    workspace,
    stripe,
    google,
    sheetId,
    mail,
    environment: () => environmentOf({ notion, workspace, stripe, google, sheetId, mail, keyFile }),
    async connectWebhooks(hubUrl) {
      stripe.addWebhookEndpoint(`${hubUrl}/webhooks/stripe`, STRIPE_WEBHOOK_SECRET);
      await notion.subscribeWebhook(`${hubUrl}/webhooks/notion`, NOTION_WEBHOOK_SECRET);
    },
    advance: clock.advance,
    async close() {
      await Promise.all([index, notion, stripe, google, mail].map(({ close }) => close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Services = Pick<Sandbox, 'notion' | 'workspace' | 'stripe' | 'google' | 'sheetId' | 'mail'>;

const linksTo = ({ notion, workspace, stripe, google, sheetId, mail }: Services): readonly IndexLink[] => [
  {
    name: 'Notion',
    url: `${notion.url}/db/${workspace.milestones.databaseId}`,
    about: 'The milestones; edit them as one of the team',
  },
  { name: 'Stripe', url: stripe.url, about: 'Invoices, with the page on which a client pays each' },
  { name: 'Google Sheet', url: `${google.url}/sheet/${sheetId}`, about: 'The weekly review' },
  { name: 'Mail', url: mail.pageUrl, about: 'What the hub itself has mailed' },
];

const environmentOf = ({
  notion,
  workspace,
  stripe,
  google,
  sheetId,
  mail,
  keyFile,
}: Services & { readonly keyFile: string }): Readonly<Record<string, string>> => ({
  NOTION_TOKEN: notion.token,
  NOTION_API_URL: notion.url,
  NOTION_WEBHOOK_SECRET,
  NOTION_MILESTONES_DB: workspace.milestones.databaseId,
  NOTION_PROJECTS_DB: workspace.projects.databaseId,
  NOTION_CLIENTS_DB: workspace.clients.databaseId,
  NOTION_DEALS_DB: workspace.deals.databaseId,
  STRIPE_SECRET_KEY: STRIPE_KEY,
  STRIPE_API_URL: stripe.url,
  STRIPE_WEBHOOK_SECRET,
  GOOGLE_APPLICATION_CREDENTIALS: keyFile,
  GOOGLE_SHEET_ID: sheetId,
  GOOGLE_SHEETS_API_URL: google.url,
  GOOGLE_TOKEN_URL: google.tokenUrl,
  SMTP_URL: mail.url,
  MAIL_FROM: `${AGENCY} <billing@fieldnote.example>`,
});

/** The same with an agency's work of the last months in it. Takes a few seconds. `clock` is the sandbox's own. */
export async function startSeededSandbox(
  options: Omit<SandboxOptions, 'clock'> = {},
): Promise<Sandbox & { readonly seeded: Seeded }> {
  const sandbox = await startSandbox({ ...options, clock: createClock(historyStart(Date.now())) });
  const seeded = await seedAgency({ ...sandbox, stripeKey: STRIPE_KEY });
  return { ...sandbox, seeded };
}
