import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type GoogleSandbox, startGoogle } from '../../sandbox/google/index.ts';
import { createClock } from '../../sandbox/kit/clock.ts';
import type { Fault } from '../../sandbox/kit/faults.ts';
import { type NotionSandbox, startNotion } from '../../sandbox/notion/index.ts';
import { type StripeSandbox, startStripe } from '../../sandbox/stripe/index.ts';
import type { SetupReport } from '../../src/setup/report.ts';
import type { SetupRequest } from '../../src/setup/request.ts';
import { setUp } from '../../src/setup/run.ts';
import { title } from '../support/world.ts';

/** Three services with nothing of ours in them but a shared page and a shared sheet, and a folder to set up in. */
export type Site = {
  readonly notion: NotionSandbox;
  readonly stripe: StripeSandbox;
  readonly google: GoogleSandbox;
  readonly sheetId: string;
  readonly pageId: string;
  readonly cwd: string;
  /** What a person has before the set-up; `.env` is read beside it. */
  readonly env: Readonly<Record<string, string>>;
  /** Every line that was told. */
  readonly told: string[];
  readonly run: (own?: Partial<SetupRequest>) => Promise<SetupReport>;
  /** Requests that changed something, by service. */
  readonly writes: () => readonly string[];
  readonly forgetCalls: () => void;
  readonly endpoints: () => Promise<readonly z.infer<typeof Endpoint>[]>;
  readonly deleteEndpoint: (id: string) => Promise<void>;
  /** What a file in the folder holds; empty when there is none. */
  readonly file: (name: string) => string;
  readonly variables: () => Readonly<Record<string, string | undefined>>;
  readonly close: () => Promise<void>;
};

const Endpoint = z.looseObject({
  id: z.string(),
  url: z.string(),
  status: z.string(),
  api_version: z.string().nullable(),
  enabled_events: z.array(z.string()),
});

const KEY = 'sk_test_sandbox';

const PLENTY = { requests: 1_000_000, seconds: 60 };
const READS = ['/v1/search', '/query', '/token'];

export async function startSite(folder: string): Promise<Site> {
  const clock = createClock();
  const [notion, stripe, google] = await Promise.all([
    startNotion({ clock, rateLimit: PLENTY }),
    startStripe({ clock, rateLimitPerSecond: PLENTY.requests }),
    startGoogle({ clock }),
  ]);
  const { spreadsheetId: sheetId } = google.createSpreadsheet({
    title: 'Weekly review',
    timeZone: 'Europe/Berlin',
    sharedWith: { [google.serviceAccount.email]: 'writer' },
  });
  const pageId = notion.createPage({ properties: { title: title('Agency') } }).id;
  const cwd = path.join(folder, 'hub');
  mkdirSync(cwd, { recursive: true });
  const keyFile = path.join(folder, 'key.json');
  writeFileSync(keyFile, JSON.stringify(google.serviceAccount.keyFile()));
  const env = {
    NOTION_TOKEN: notion.token,
    NOTION_API_URL: notion.url,
    STRIPE_SECRET_KEY: KEY,
    STRIPE_API_URL: stripe.url,
    GOOGLE_APPLICATION_CREDENTIALS: keyFile,
    GOOGLE_SHEET_ID: sheetId,
    GOOGLE_SHEETS_API_URL: google.url,
    GOOGLE_TOKEN_URL: google.tokenUrl,
    PUBLIC_URL: 'https://billing.example.com',
  };
  const told: string[] = [];
  const file = (name: string): string =>
    statSync(path.join(cwd, name), { throwIfNoEntry: false }) === undefined
      ? ''
      : readFileSync(path.join(cwd, name), 'utf8');
  const journals = { notion: notion.journal, stripe: stripe.journal, google: google.journal };
  return {
    notion,
    stripe,
    google,
    sheetId,
    pageId,
    cwd,
    env,
    told,
    file,
    run: (own = {}) =>
      setUp({
        env,
        cwd,
        asker: undefined,
        listenMs: 0,
        tell: (line) => void told.push(line),
        pause: async () => {},
        ...own,
      }),
    writes: () =>
      Object.entries(journals).flatMap(([service, journal]) =>
        journal
          .entries()
          .filter((call) => !isRead(call))
          .map(({ method, path: at }) => `${service} ${method} ${at}`),
      ),
    forgetCalls: () => {
      for (const journal of Object.values(journals)) journal.clear();
    },
    async endpoints() {
      const answer = await fetch(`${stripe.url}/v1/webhook_endpoints`, { headers: { authorization: `Bearer ${KEY}` } });
      return z.object({ data: z.array(Endpoint) }).parse(await answer.json()).data;
    },
    async deleteEndpoint(id) {
      const headers = { authorization: `Bearer ${KEY}` };
      await fetch(`${stripe.url}/v1/webhook_endpoints/${id}`, { method: 'DELETE', headers });
    },
    variables: () => parseEnv(file('.env')),
    close: async () => {
      await Promise.all([notion.close(), stripe.close(), google.close()]);
    },
  };
}

/** The process is killed. */
export class Killed extends Error {}

export type Call = { readonly method: string; readonly path: string };

export const isRead = ({ method, path: at }: Call): boolean =>
  method === 'GET' || READS.some((end) => at.endsWith(end));

/**
 * Watches the requests of all services in the order of their arrival, and disturbs some of them.
 * @param faultAt by the number of requests before
 */
export function disturb(
  site: Site,
  faultAt: (index: number, call: Call) => Fault | undefined,
): { readonly calls: readonly Call[] } {
  const calls: Call[] = [];
  for (const { faults } of [site.notion, site.stripe, site.google])
    faults.watch((call) => {
      calls.push({ method: call.method, path: call.path });
      const fault = faultAt(calls.length - 1, call);
      return fault === undefined ? undefined : { fault };
    });
  return { calls };
}
