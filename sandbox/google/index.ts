import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { SandboxClock } from '../kit/clock.ts';
import { createFaults, type Faults } from '../kit/faults.ts';
import { createJournal, type Journal } from '../kit/journal.ts';
import { listen } from '../kit/listen.ts';
import { createHuman, type Human } from './human.ts';
import { createServiceAccount, type ServiceAccount } from './oauth/service-account.ts';
import { tokenEndpoint } from './oauth/token-endpoint.ts';
import { createTokens } from './oauth/tokens.ts';
import { sheetPages } from './page/pages.ts';
import { sheetsApi } from './server/api.ts';
import { controlApi } from './server/control.ts';
import { createDrive, type NewSpreadsheet, type Role } from './server/drive.ts';
import { createQuota, DEFAULT_QUOTA, type QuotaLimits } from './server/quota.ts';
import { spreadsheetOperations } from './server/spreadsheet-operations.ts';
import { appendOperation } from './server/values-append.ts';
import { valuesReadOperations } from './server/values-read.ts';
import { valuesWriteOperations } from './server/values-write.ts';
import { type SpreadsheetView, viewSpreadsheet } from './view.ts';

export type { Human } from './human.ts';
export type { ServiceAccount, ServiceAccountKey } from './oauth/service-account.ts';
export type { NewSpreadsheet, Role } from './server/drive.ts';
export type { QuotaLimits } from './server/quota.ts';
export type { CellView, SpreadsheetView, TabView } from './view.ts';

export type GoogleOptions = {
  /** Decides when a minute of quota is over. */
  readonly clock: SandboxClock;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  readonly quota?: Partial<QuotaLimits>;
  /**
   * The token endpoint's own clock, default the real one: client libraries sign with the machine's time, which does not
   * jump along when the sandbox clock is moved.
   */
  readonly tokenClock?: () => number;
};

export type GoogleSandbox = {
  /** Root of the Sheets API and of the pages. */
  readonly url: string;
  readonly tokenUrl: string;
  readonly close: () => Promise<void>;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly serviceAccount: ServiceAccount;
  readonly createSpreadsheet: (file: NewSpreadsheet) => { spreadsheetId: string };
  /** Gives an account a role in a file; undefined takes it away. */
  readonly share: (spreadsheetId: string, email: string, role: Role | undefined) => void;
  /** The state of a file now; read it again after a change. */
  readonly spreadsheet: (spreadsheetId: string) => SpreadsheetView;
  readonly spreadsheetIds: () => readonly string[];
  readonly human: Human;
  /** Makes every token that was handed out worthless: the next call with one is answered 401. */
  readonly expireTokens: () => void;
};

/** Starts a local Google: OAuth token endpoint, Sheets API v4, pages to look at the files, and a control API. */
export async function startGoogle({
  clock,
  port = 0,
  quota = {},
  tokenClock = Date.now,
}: GoogleOptions): Promise<GoogleSandbox> {
  const drive = createDrive();
  const tokens = createTokens(tokenClock);
  const account = createServiceAccount();
  const faults = createFaults();
  const journal = createJournal();
  const sandbox = {
    faults,
    journal,
    serviceAccount: account,
    createSpreadsheet: (file: NewSpreadsheet) => ({ spreadsheetId: drive.create(file) }),
    share: drive.share,
    spreadsheet: (id: string) => viewSpreadsheet(drive.get(id)),
    spreadsheetIds: () => drive.list().map(({ spreadsheetId }) => spreadsheetId),
    human: createHuman(drive),
    expireTokens: tokens.expireAll,
  };

  const app = new Hono<{ Bindings: HttpBindings }>();
  app.route('/', sheetPages(drive));
  app.route('/_sandbox', controlApi(sandbox));
  app.use(journal.middleware);
  app.use(faults.delivery, faults.middleware);
  app.route('/', tokenEndpoint({ account, tokens, now: tokenClock }));
  const operations = [...spreadsheetOperations, ...valuesReadOperations, ...valuesWriteOperations, appendOperation];
  const limits = { ...DEFAULT_QUOTA, ...quota };
  app.route('/', sheetsApi({ operations, drive, tokens, quota: createQuota(limits, clock.now) }));

  const { url, close } = await listen(app, port);
  return { ...sandbox, url, tokenUrl: `${url}/token`, close };
}
