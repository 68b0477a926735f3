import { type Finding, notLookedAt } from '../finding.ts';
import { judgeAccess, judgeEditing, judgeProtection, SHEET_ACCESS, SHEET_EDIT } from '../judge/sheet.ts';
import { look } from '../look.ts';
import type { Examined } from './area.ts';

const TIMEOUT_MS = 20_000;

/** Whether the review can be read, and written. */
export async function examineSheet({ pieces, budgetOf }: Examined): Promise<readonly Finding[]> {
  const { google, policy } = pieces;
  if (google === undefined) return [notLookedAt(SHEET_ACCESS, 'a variable that begins with GOOGLE_ cannot be used')];
  const { account, sheetId: spreadsheetId, sheetsApiUrl: apiUrl, tokenUrl } = google;
  // Google's SDK is large: it is loaded when there is something to ask.
  const { createSheetsProbe } = await import('../../../connectors/sheets/probe.ts');
  const probe = createSheetsProbe({
    ...account,
    spreadsheetId,
    apiUrl,
    tokenUrl,
    timeoutMs: TIMEOUT_MS,
    budget: budgetOf('sheets', account.email, policy.limits.sheets),
  });
  const sheet = await look(SHEET_ACCESS, probe.read);
  if ('finding' in sheet) return [sheet.finding];
  const editing = await look(SHEET_EDIT, probe.tryEditing);
  return [
    judgeAccess(sheet.facts.title, account.email),
    'finding' in editing ? editing.finding : judgeEditing(),
    judgeProtection(sheet.facts.tabs, account.email),
  ];
}
