import type { DATABASES, DatabaseName } from '../names.ts';

/** Notion's colours for options. */
export type Colour = 'default' | 'gray' | 'brown' | 'orange' | 'yellow' | 'green' | 'blue' | 'purple' | 'pink' | 'red';
export type Options = Readonly<Record<string, Colour>>;

type Kind =
  | { readonly type: 'title' | 'rich_text' | 'date' | 'email' | 'url' | 'people' | 'files' | 'checkbox' }
  | { readonly type: 'number'; readonly format: 'number' | 'number_with_commas' }
  | {
      readonly type: 'select' | 'multi_select';
      readonly options: Options;
      /** A team may have other options than these: currencies, or its own payment plans. */
      readonly isOpen: boolean;
    }
  | {
      readonly type: 'relation';
      readonly to: DatabaseName;
      /** The name of the other side. */
      readonly mirror: string;
    };

/** A property as a new workspace gets it. `hub`: Milepost alone writes it. `says` stands beside it in Notion. */
export type PropertyDefinition = Kind & { readonly hub: boolean; readonly says: string };

export type DatabaseDefinition<D extends DatabaseName = DatabaseName> = {
  readonly title: string;
  readonly says: string;
  readonly properties: { readonly [Name in keyof (typeof DATABASES)[D]]: PropertyDefinition };
};

type Made = PropertyDefinition;
type OfTeam = (says?: string) => Made;

const plain =
  (type: 'title' | 'rich_text' | 'date' | 'email' | 'url' | 'people' | 'files' | 'checkbox'): OfTeam =>
  (says = '') => ({ type, hub: false, says });

export const title = plain('title');
export const text = plain('rich_text');
export const date = plain('date');
export const email = plain('email');
export const url = plain('url');
export const people = plain('people');
export const files = plain('files');
export const checkbox = plain('checkbox');
export const number: OfTeam = (says = '') => ({ type: 'number', format: 'number', hub: false, says });
export const money: OfTeam = (says = '') => ({ type: 'number', format: 'number_with_commas', hub: false, says });

export const select = (options: Options, says = ''): Made => ({
  type: 'select',
  options,
  isOpen: false,
  hub: false,
  says,
});
/** The options are only a beginning. */
export const openSelect = (options: Options, says = ''): Made => ({
  type: 'select',
  options,
  isOpen: true,
  hub: false,
  says,
});
export const multiSelect = (options: Options, says = ''): Made => ({
  type: 'multi_select',
  options,
  isOpen: false,
  hub: false,
  says,
});
export const relation = (to: DatabaseName, mirror: string, says = ''): Made => ({
  type: 'relation',
  to,
  mirror,
  hub: false,
  says,
});

/** Written by Milepost alone, and said so beside the property. */
export const byHub = (property: Made): Made => ({
  ...property,
  hub: true,
  says: `${property.says === '' ? '' : `${property.says} `}Written by Milepost; a change by hand is put back.`,
});
