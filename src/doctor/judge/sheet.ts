import type { ProbedTab } from '../../../connectors/sheets/probe.ts';
import { type Finding, green, red, type Subject } from '../finding.ts';
import { some } from '../words.ts';

const about = (id: string, what: string): Subject => ({ id: `sheet.${id}`, area: 'Google Sheet', what });

export const SHEET_ACCESS = about('access', 'Access');
export const SHEET_EDIT = about('edit', 'Right to edit');
const PROTECTION = about('protection', 'Protection');

export const judgeAccess = (title: string, email: string): Finding => green(SHEET_ACCESS, `"${title}", as ${email}`);

export const judgeEditing = (): Finding => green(SHEET_EDIT, 'may write');

/** Protections that keep the hub out of what it writes. */
export function judgeProtection(tabs: readonly ProbedTab[], email: string): Finding {
  const locked = tabs.filter(({ locks }) => locks > 0).map(({ title }) => title);
  if (locked.length === 0) return green(PROTECTION, 'none keeps the hub out');
  return red(
    PROTECTION,
    `a protection keeps us out of ${some(locked)}: the review cannot be written`,
    `In the sheet: Data → Protect sheets and ranges: remove it from ${some(locked)}, or add ${email} to those who may edit.`,
  );
}
