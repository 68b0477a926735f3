import { auth, sheets, type sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { type GoogleOptions, type GoogleSandbox, startGoogle } from '../../../sandbox/google/index.ts';
import { createClock, type SandboxClock } from '../../../sandbox/kit/clock.ts';

const SPREADSHEETS = 'https://www.googleapis.com/auth/spreadsheets';

export type ClientOptions = {
  readonly email?: string;
  readonly key?: string;
  readonly scopes?: readonly string[];
  readonly claims?: Record<string, unknown>;
};

/** The official client, pointed at the sandbox through the one seam it has: a request interceptor. */
export function connect(google: GoogleSandbox, options: ClientOptions = {}) {
  const {
    email = google.serviceAccount.email,
    key = google.serviceAccount.privateKey,
    scopes = [SPREADSHEETS],
  } = options;
  const jwt = new auth.JWT({
    email,
    key,
    scopes: [...scopes],
    ...(options.claims ? { additionalClaims: options.claims } : {}),
    transporterOptions: { timeout: 5_000 },
  });
  const tokenUrl = new URL(google.tokenUrl);
  jwt.transporter.interceptors.request.add({
    resolved: async (config) => {
      if (config.url.href === 'https://oauth2.googleapis.com/token') config.url = tokenUrl;
      return config;
    },
  });
  return { jwt, api: sheets({ version: 'v4', auth: jwt, rootUrl: google.url, retry: false }) };
}

export type Desk = {
  readonly google: GoogleSandbox;
  readonly clock: SandboxClock;
  readonly api: sheets_v4.Sheets;
  readonly jwt: InstanceType<typeof auth.JWT>;
  readonly spreadsheetId: string;
  /** Sends one batch. */
  readonly batch: (...requests: sheets_v4.Schema$Request[]) => Promise<sheets_v4.Schema$Response[]>;
  readonly close: () => Promise<void>;
};

/** A sandbox with one spreadsheet that is shared with its service account, and a client for it. */
export async function openDesk(options: Partial<GoogleOptions> = {}): Promise<Desk> {
  const clock = createClock();
  const google = await startGoogle({ clock, ...options });
  const { spreadsheetId } = google.createSpreadsheet({
    title: 'Review',
    sharedWith: { [google.serviceAccount.email]: 'writer' },
  });
  const { api, jwt } = connect(google);
  return {
    google,
    clock,
    api,
    jwt,
    spreadsheetId,
    batch: async (...requests) => {
      const answer = await api.spreadsheets.batchUpdate({ spreadsheetId, requestBody: { requests } });
      return answer.data.replies ?? [];
    },
    close: google.close,
  };
}

export type Refusal = { readonly code: unknown; readonly message: string; readonly body: unknown };

/** The error of a call that must fail, as the client sees it. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error('The call was not refused.');
  const code = 'code' in outcome ? outcome.code : undefined;
  const response = 'response' in outcome ? outcome.response : undefined;
  const body = typeof response === 'object' && response !== null && 'data' in response ? response.data : undefined;
  return { code, message: outcome.message, body };
}
