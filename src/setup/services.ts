import { setTimeout as delay } from 'node:timers/promises';
import type { Budget } from '../../connectors/metered-fetch.ts';
import { createNotionSetup, type NotionSetup } from '../../connectors/notion/setup/client.ts';
import type { SheetSetup } from '../../connectors/sheets/setup.ts';
import { createStripeSetup, type StripeSetup } from '../../connectors/stripe/setup/client.ts';
import type { SetupConfig } from '../config/config.ts';

/** The three services, as far as a set-up reads and writes them. */
export type SetupServices = {
  readonly notion: NotionSetup;
  readonly stripe: StripeSetup;
  readonly sheet: SheetSetup;
};

const SHEETS_TIMEOUT_MS = 30_000;

/** A set-up is alone and asks for little: it goes ahead, and pauses when a service asks for it. */
export function patientBudget(): Budget {
  let until = 0;
  return {
    async spend() {
      const wait = until - Date.now();
      if (wait > 0) await delay(wait);
    },
    async holdFor(ms) {
      until = Math.max(until, Date.now() + ms);
    },
  };
}

/** @param budgetFor leave to send, for each service */
export async function connectForSetup(
  { notion, stripe, google }: Pick<SetupConfig, 'notion' | 'stripe' | 'google'>,
  budgetFor: () => Budget = patientBudget,
): Promise<SetupServices> {
  const { createSheetSetup } = await import('../../connectors/sheets/setup.ts');
  return {
    notion: createNotionSetup({ token: notion.token, apiUrl: notion.apiUrl, budget: budgetFor() }),
    stripe: createStripeSetup({ secretKey: stripe.secretKey, apiUrl: stripe.apiUrl, budget: budgetFor() }),
    sheet: createSheetSetup({
      ...google.serviceAccount,
      spreadsheetId: google.sheetId,
      apiUrl: google.sheetsApiUrl,
      tokenUrl: google.tokenUrl,
      timeoutMs: SHEETS_TIMEOUT_MS,
      budget: budgetFor(),
    }),
  };
}
