import type { DatabaseName } from '../names.ts';
import type { SeenProperty } from './seen.ts';

/** A view that a new workspace gets; `group`, `day` and `filled` name properties of the database. */
export type ViewDefinition = {
  readonly database: DatabaseName;
  readonly name: string;
} & (
  | { readonly type: 'board'; readonly group: string }
  | { readonly type: 'calendar'; readonly day: string }
  /** The rows in which a property is filled, by a date. */
  | { readonly type: 'table'; readonly filled: string; readonly by: string; readonly show: readonly string[] }
);

export const VIEWS: readonly ViewDefinition[] = [
  { database: 'milestones', name: 'By billing status', type: 'board', group: 'Billing status' },
  {
    database: 'milestones',
    name: 'What waits',
    type: 'table',
    filled: 'Missing for billing',
    by: 'Planned date',
    show: ['Name', 'Project', 'Missing for billing', 'Billing owner', 'Planned date', 'Amount', 'Currency'],
  },
  { database: 'milestones', name: 'Due dates', type: 'calendar', day: 'Due' },
  { database: 'deals', name: 'By stage', type: 'board', group: 'Stage' },
  {
    database: 'deals',
    name: 'Needs attention',
    type: 'table',
    filled: 'Attention',
    by: 'Next action on',
    show: ['Name', 'Stage', 'Owner', 'Attention', 'Next action', 'Next action on'],
  },
  {
    database: 'projects',
    name: 'Mismatches',
    type: 'table',
    filled: 'Mismatches',
    by: 'Next billing date',
    show: ['Name', 'Client', 'Owner', 'Mismatches', 'Next billing event', 'Next billing date'],
  },
];

const isGrouping = (type: string): type is 'select' | 'status' => type === 'select' || type === 'status';

/** How Notion is asked for a view of a database as it is there. The SDK's types allow no filter at all. */
export function viewRequest(
  view: ViewDefinition,
  place: { readonly databaseId: string; readonly dataSourceId: string },
  propertyOf: (name: string) => SeenProperty,
) {
  const common = { database_id: place.databaseId, data_source_id: place.dataSourceId, name: view.name };
  switch (view.type) {
    case 'board': {
      const { id, type } = propertyOf(view.group);
      if (!isGrouping(type)) throw new Error(`A board cannot be grouped by a ${type} property.`);
      const sort = { type: 'manual' } as const;
      const group =
        type === 'status'
          ? ({ type, property_id: id, group_by: 'option', sort } as const)
          : ({ type, property_id: id, sort } as const);
      return { ...common, type: 'board', configuration: { type: 'board', group_by: group } };
    }
    case 'calendar':
      return {
        ...common,
        type: 'calendar',
        configuration: { type: 'calendar', date_property_id: propertyOf(view.day).id },
      };
    case 'table':
      return {
        ...common,
        type: 'table',
        filter: { property: propertyOf(view.filled).id, rich_text: { is_not_empty: true } },
        sorts: [{ property: propertyOf(view.by).id, direction: 'ascending' }],
        configuration: {
          type: 'table',
          properties: view.show.map((name) => ({ property_id: propertyOf(name).id, visible: true })),
        },
      };
  }
}
