import { randomBytes } from 'node:crypto';
import { notFound, permissionDenied } from '../errors.ts';
import { newWorkbook, type Workbook } from '../workbook/workbook.ts';

export type Role = 'reader' | 'writer';

export type NewSpreadsheet = {
  readonly title: string;
  /** Default `en_US`. */
  readonly locale?: string;
  /** Default `Etc/UTC`. */
  readonly timeZone?: string;
  /** E-mail address to role; the owner needs none. */
  readonly sharedWith?: Readonly<Record<string, Role>>;
};

type File = { workbook: Workbook; readonly sharing: Map<string, Role> };

/** Whose files these are: the business owner, who shares them with the service account. */
export const OWNER = 'owner@example.com';

/** The files and who may see them. The only state of the sandbox that changes in place. */
export type Drive = {
  readonly create: (file: NewSpreadsheet) => string;
  readonly list: () => readonly Workbook[];
  /** The file whatever the rights; throws 404. */
  readonly get: (id: string) => Workbook;
  /** The file as `email` may use it; throws 404 or 403. */
  readonly open: (id: string, email: string, access: 'read' | 'write') => Workbook;
  readonly put: (workbook: Workbook) => void;
  /** @param role undefined takes the file away from the account again */
  readonly share: (id: string, email: string, role: Role | undefined) => void;
};

export function createDrive(): Drive {
  const files = new Map<string, File>();
  const file = (id: string): File => {
    const found = files.get(id);
    if (!found) throw notFound();
    return found;
  };
  return {
    create({ title, locale = 'en_US', timeZone = 'Etc/UTC', sharedWith = {} }) {
      const spreadsheetId = `1${randomBytes(32).toString('base64url')}`;
      const workbook = newWorkbook({ spreadsheetId, owner: OWNER, title, locale, timeZone });
      files.set(spreadsheetId, { workbook, sharing: new Map(Object.entries(sharedWith)) });
      return spreadsheetId;
    },
    list: () => [...files.values()].map(({ workbook }) => workbook),
    get: (id) => file(id).workbook,
    open(id, email, access) {
      const { workbook, sharing } = file(id);
      const role = email === OWNER ? 'writer' : sharing.get(email);
      if (role === undefined || (access === 'write' && role !== 'writer')) throw permissionDenied();
      return workbook;
    },
    put(workbook) {
      file(workbook.spreadsheetId).workbook = workbook;
    },
    share(id, email, role) {
      const { sharing } = file(id);
      if (role === undefined) sharing.delete(email);
      else sharing.set(email, role);
    },
  };
}
