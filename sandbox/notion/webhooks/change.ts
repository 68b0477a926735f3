/** Who did something, as webhooks name them. */
export type Author = { readonly id: string; readonly type: 'person' | 'bot' };

export type ValueChange = { readonly id: string; readonly before: string; readonly after: string };
export type SchemaChange = {
  readonly id: string;
  readonly name: string | null;
  readonly action: 'created' | 'updated' | 'deleted';
};
export type ChangedBlock = { readonly id: string; readonly type: 'page' | 'database' | 'block' };
export type ChangeParent = {
  readonly id: string;
  readonly type: 'space' | 'page' | 'database';
  readonly data_source_id?: string;
};

/** One thing that happened, before aggregation. */
export type Change = {
  readonly entity: { readonly id: string; readonly type: 'page' | 'data_source' | 'comment' };
  readonly author: Author;
  /** Sandbox time in milliseconds. */
  readonly at: number;
  readonly parent: ChangeParent;
} & (
  | { readonly type: 'page.created' | 'page.deleted' | 'page.undeleted' | 'page.moved' }
  | { readonly type: 'page.properties_updated'; readonly values: readonly ValueChange[] }
  | {
      readonly type: 'page.content_updated' | 'data_source.content_updated';
      readonly blocks: readonly ChangedBlock[];
    }
  | { readonly type: 'data_source.schema_updated'; readonly schema: readonly SchemaChange[] }
  | { readonly type: 'comment.created'; readonly pageId: string }
);
