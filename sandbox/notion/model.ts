import type {
  BlockObjectResponse,
  CommentObjectResponse,
  DataSourceObjectResponse,
  DataSourceViewObjectResponse,
  PageObjectResponse,
  RichTextItemResponse,
} from '@notionhq/client';
import type { SandboxClock } from '../kit/clock.ts';
import type { Author, Change } from './webhooks/change.ts';

export type { Author } from './webhooks/change.ts';

export const COLORS = [
  'default',
  'gray',
  'brown',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'red',
] as const;
export type Color = (typeof COLORS)[number];

/** A property as pages show it, and as data sources show it: the shapes of the official SDK. */
export type ReadValue = PageObjectResponse['properties'][string];
export type ReadProperty = DataSourceObjectResponse['properties'][string];
export type Icon = PageObjectResponse['icon'];
export type DateValue = NonNullable<Extract<ReadValue, { type: 'date' }>['date']>;
export type FileValue = Extract<ReadValue, { type: 'files' }>['files'][number];

export type Person = { readonly id: string; readonly name: string; readonly email: string; readonly guest: boolean };
export type Option = {
  readonly id: string;
  readonly name: string;
  readonly color: Color;
  readonly description: string | null;
};

export const PLAIN_TYPES = [
  'title',
  'rich_text',
  'url',
  'email',
  'phone_number',
  'people',
  'files',
  'date',
  'checkbox',
  'created_time',
  'created_by',
  'last_edited_time',
  'last_edited_by',
] as const;
export const OPTION_TYPES = ['select', 'multi_select', 'status'] as const;

export type PropertyKind =
  | { readonly type: (typeof PLAIN_TYPES)[number] }
  | { readonly type: 'number'; readonly format: string }
  | { readonly type: 'select'; readonly options: readonly Option[] }
  | { readonly type: 'multi_select'; readonly options: readonly Option[] }
  | { readonly type: 'status'; readonly options: readonly Option[] }
  | { readonly type: 'unique_id'; readonly prefix: string | null }
  | { readonly type: 'relation'; readonly dataSourceId: string; readonly syncedPropertyId: string | null };
export type Property = PropertyKind & {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
};

/** What a row holds for one property. Options, people and pages are kept by id, so renaming them shows everywhere. */
export type Value =
  | { readonly type: 'title' | 'rich_text'; readonly items: readonly RichTextItemResponse[] }
  | { readonly type: 'url' | 'email' | 'phone_number'; readonly text: string | null }
  | { readonly type: 'number' | 'unique_id'; readonly number: number | null }
  | { readonly type: 'select' | 'status' | 'multi_select' | 'people' | 'relation'; readonly ids: readonly string[] }
  | { readonly type: 'date'; readonly date: DateValue | null }
  | { readonly type: 'checkbox'; readonly checked: boolean }
  | { readonly type: 'files'; readonly files: readonly FileValue[] };

export type Parent =
  | { readonly type: 'workspace' }
  | { readonly type: 'page'; readonly id: string }
  | { readonly type: 'data_source'; readonly id: string };

type Stamps = {
  readonly createdAt: number;
  readonly editedAt: number;
  readonly createdBy: Author;
  readonly editedBy: Author;
};

export type Page = Stamps & {
  readonly id: string;
  readonly parent: Parent;
  readonly inTrash: boolean;
  readonly icon: Icon;
  /** Keyed by property id; a page outside data sources has only `title`. */
  readonly values: ReadonlyMap<string, Value>;
  /** Real time of this version and the one before it, kept only while the query index lags. */
  readonly committedAt: number;
  readonly previous: Page | undefined;
};

export type Database = Stamps & {
  readonly id: string;
  readonly title: readonly RichTextItemResponse[];
  readonly description: readonly RichTextItemResponse[];
  readonly parent: Exclude<Parent, { type: 'data_source' }>;
  readonly icon: Icon;
  readonly inTrash: boolean;
  readonly isInline: boolean;
  readonly isLocked: boolean;
};

export type DataSource = Stamps & {
  readonly id: string;
  readonly databaseId: string;
  readonly title: readonly RichTextItemResponse[];
  readonly icon: Icon;
  readonly inTrash: boolean;
  readonly properties: readonly Property[];
  /** The last number given to a unique_id property. */
  readonly lastNumber: number;
};

/** Everything a workspace holds. Records are replaced, never changed in place. */
export type World = {
  readonly clock: SandboxClock;
  readonly workspace: { readonly id: string; readonly name: string };
  readonly bot: { readonly id: string; readonly integrationId: string; readonly name: string };
  readonly owner: Person;
  readonly people: Map<string, Person>;
  readonly pages: Map<string, Page>;
  readonly databases: Map<string, Database>;
  readonly dataSources: Map<string, DataSource>;
  readonly comments: CommentObjectResponse[];
  readonly blocks: Map<string, readonly BlockObjectResponse[]>;
  readonly views: DataSourceViewObjectResponse[];
  /** Databases and pages that the connection was cut off from. */
  readonly unshared: Set<string>;
  /** Where a paged query continues: the next row as it was, and how many rows came before. */
  readonly cursors: Map<string, { readonly page: Page; readonly seen: number }>;
  readonly settings: { queryLagMs: number; queryRowsMax: number };
  readonly publish: (change: Change) => void;
};
