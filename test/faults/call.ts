export type Service = 'notion' | 'stripe' | 'google' | 'mail';

/** One outbound call of a flow; a message that is handed to the mail server is one as well. Ids differ from run to run, so they are left out of its path. */
export type Call = { readonly service: Service; readonly method: string; readonly path: string; readonly nth: number };

/** "stripe POST /v1/invoices/:id/send", with a count where the flow makes the same call more than once. */
export const nameOf = ({ service, method, path, nth }: Call): string =>
  `${service} ${method} ${path}${nth > 1 ? ` (${nth}.)` : ''}`;

const NOTION_ID = /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/g;
const STRIPE_ID = /\/[a-z]+_[A-Za-z0-9]{8,}/g;
const SPREADSHEET_ID = /(?<=\/spreadsheets\/)[^/:]+/;

/** @param names what ids are of, for those that are known: which row, which table */
export function withoutIds(path: string, names: ReadonlyMap<string, string>): string {
  return path
    .replace(NOTION_ID, (id) => names.get(id.replaceAll('-', '')) ?? ':id')
    .replace(STRIPE_ID, '/:id')
    .replace(SPREADSHEET_ID, ':id');
}

/** Counts equal calls, so that each can be told from the others. */
export function countCalls(): (call: Omit<Call, 'nth'>) => Call {
  const counts = new Map<string, number>();
  return (call) => {
    const name = nameOf({ ...call, nth: 1 });
    const nth = (counts.get(name) ?? 0) + 1;
    counts.set(name, nth);
    return { ...call, nth };
  };
}
