// The deep path loads in a tenth of the time and memory of the package's root; this is its only import.
import { auth, sheets, type sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';

export type GoogleOptions = {
  /** Address of the service account. */
  readonly email: string;
  /** PEM. Line ends written as the two characters `\n`, as they come from environment files, are understood. */
  readonly privateKey: string;
  /** Origin of the API; a path in it is dropped by the SDK. Default: Google's. */
  readonly apiUrl?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly timeoutMs: number;
};

export type Google = { readonly spreadsheets: sheets_v4.Resource$Spreadsheets; readonly renewToken: () => void };

/**
 * The SDK with one access token for the life of the process. It repeats nothing by itself: the queue does, so that waits
 * are visible and never multiply.
 */
export function openGoogle({ email, privateKey, apiUrl, tokenUrl, timeoutMs }: GoogleOptions): Google {
  const jwt = new auth.JWT({
    email,
    key: privateKey.replaceAll('\\n', '\n'),
    scopes: ['https://www.googleapis.com/auth/spreadsheets'],
    transporterOptions: { timeout: timeoutMs }, // unlike a timeout of a call, it covers the token request as well
  });
  if (tokenUrl !== undefined) {
    const target = new URL(tokenUrl);
    // The SDK ignores `token_uri` of the key file: the address of the token endpoint is a constant in it.
    jwt.transporter.interceptors.request.add({
      resolved: async (config) => {
        if (config.url.href === 'https://oauth2.googleapis.com/token') config.url = target;
        return config;
      },
    });
  }
  const rootUrl = apiUrl === undefined ? {} : { rootUrl: apiUrl };
  return {
    spreadsheets: sheets({ version: 'v4', auth: jwt, retry: false, ...rootUrl }).spreadsheets,
    renewToken() {
      // The only way to make the SDK ask for a new one: it repeats a refused call with the token that it has.
      jwt.credentials.expiry_date = 1;
    },
  };
}
