import type { DatabaseName } from '../../../connectors/notion/names.ts';
import { DEFINITIONS } from '../../../connectors/notion/setup/databases.ts';
import type { Question } from './answers.ts';
import type { Obstacle } from './step.ts';

/** Where the configuration says which property is one of ours. */
export const placeInPolicy = (database: DatabaseName, name: string): string => `notion.properties.${database}.${name}`;

/** The words for a question that nobody is there to answer. */
export function questionAsObstacle(question: Question): Obstacle {
  switch (question.kind) {
    case 'parent page':
      return question.choices.length === 0
        ? {
            what: 'No page is shared with the connection',
            mend: 'In Notion open the page below which everything is to lie, and add the connection (page menu, Connections); then run this again.',
          }
        : {
            what: `Several pages are shared with the connection: ${question.choices
              .map(({ title }) => `"${title}"`)
              .sort()
              .join(', ')}`,
            mend: 'Set NOTION_PARENT_PAGE to the link of the page below which everything is to lie.',
          };
    case 'database':
      return {
        what: `It is not clear which database is "${DEFINITIONS[question.database].title}": ${question.choices.map(({ title, url }) => `"${title}" (${url})`).join(', ')}`,
        mend: `Set NOTION_${question.database.toUpperCase()}_DB to the link of the right one, or run this without --yes.`,
      };
    case 'property':
      return {
        what: `It is not clear which property is "${question.name}" of ${DEFINITIONS[question.database].title}: ${question.choices.map(({ name }) => `"${name}"`).join(', ')}`,
        mend: `Say it in milepost.config.yaml, ${placeInPolicy(question.database, question.name)}: its name there, or ${question.name} to have it added.`,
      };
    case 'option':
      return {
        what: `It is not clear what "${question.theirs}" of "${question.name}" means`,
        mend: `Say it in milepost.config.yaml, notion.options.${question.database}.${question.name}.`,
      };
  }
}
