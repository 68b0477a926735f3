import type { DatabaseName } from '../../../connectors/notion/names.ts';
import type { SeenOption, SeenPage, SeenProperty, SeenSource } from '../../../connectors/notion/setup/seen.ts';
import type { PolicyChange } from '../files/policy-text.ts';

type PerDatabase<T> = Readonly<Partial<Record<DatabaseName, T>>>;

/** What a person has said. A set-up without questions has none of it. */
export type Answers = {
  readonly parentPage: string | undefined;
  /** The table that serves as one of ours. */
  readonly databases: PerDatabase<{ readonly use: string } | 'create'>;
  /** Our property → theirs. Its own name: there is none, add it. */
  readonly properties: PerDatabase<Readonly<Record<string, string>>>;
  /** Our property → our option → theirs. */
  readonly options: PerDatabase<Readonly<Record<string, Readonly<Record<string, string>>>>>;
  /** Property and option of theirs that were asked about and mean nothing to us. */
  readonly meaningless: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Undefined: nobody was asked. */
  readonly policy: readonly PolicyChange[] | undefined;
};

export const NO_ANSWERS: Answers = {
  parentPage: undefined,
  databases: {},
  properties: {},
  options: {},
  meaningless: [],
  variables: {},
  policy: undefined,
};

/** Something that only a person can say. */
export type Question =
  | { readonly kind: 'parent page'; readonly choices: readonly SeenPage[] }
  | { readonly kind: 'database'; readonly database: DatabaseName; readonly choices: readonly SeenSource[] }
  | {
      readonly kind: 'property';
      readonly database: DatabaseName;
      readonly name: string;
      readonly choices: readonly SeenProperty[];
    }
  | {
      readonly kind: 'option';
      readonly database: DatabaseName;
      readonly name: string;
      readonly theirs: SeenOption['name'];
      /** Ours that have no name of theirs yet. */
      readonly choices: readonly string[];
    };
