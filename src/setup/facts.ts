import type { DatabaseName } from '../../connectors/notion/names.ts';
import type { Named, SeenDatabase, SeenPage, SeenSource } from '../../connectors/notion/setup/seen.ts';
import type { SeenSheet } from '../../connectors/sheets/setup.ts';
import type { SeenEndpoint } from '../../connectors/stripe/setup/endpoint.ts';

/** What is known of one of the four databases before anything is decided. */
export type DatabaseFact =
  /** By its id, or by its title on the page below which everything lies. */
  | { readonly kind: 'there'; readonly database: SeenDatabase; readonly source: SeenSource; readonly isNamed: boolean }
  /** Its id is configured, and Notion does not show it to us. */
  | { readonly kind: 'hidden'; readonly id: string }
  /** It holds several tables, and which one is meant is not configured. */
  | { readonly kind: 'several tables'; readonly database: SeenDatabase }
  /** Several on the page bear its title. */
  | { readonly kind: 'several'; readonly databases: readonly SeenDatabase[] }
  | { readonly kind: 'absent' };

export type NotionFacts = {
  readonly workspace: string;
  /** The page below which everything lies, or is to lie. */
  readonly parent: SeenPage | 'hidden' | undefined;
  /** The pages that were shared with us; read only while the parent is not known. */
  readonly shared: { readonly pages: readonly SeenPage[]; readonly cut: boolean };
  /** Pages that lie on the parent. */
  readonly pagesThere: readonly Named[];
  readonly databases: Readonly<Record<DatabaseName, DatabaseFact>>;
  /** Every other table that we can see; read only where one of ours is absent. */
  readonly others: readonly SeenSource[];
  /** Names of the views of databases that we made. */
  readonly views: Readonly<Partial<Record<DatabaseName, readonly string[]>>>;
};

export type StripeFacts = {
  readonly account: string;
  readonly mode: 'test' | 'live';
  readonly isRestricted: boolean;
  readonly missingPermissions: readonly {
    readonly resource: string;
    readonly level: 'read' | 'write';
    readonly why: string;
  }[];
  readonly endpoints: readonly SeenEndpoint[] | 'not permitted';
};

export type GoogleFacts =
  | { readonly kind: 'shared'; readonly sheet: SeenSheet }
  | { readonly kind: 'refused'; readonly what: string; readonly mend: string };

export type SetupFacts = {
  readonly notion: NotionFacts;
  readonly stripe: StripeFacts;
  readonly google: GoogleFacts;
};
