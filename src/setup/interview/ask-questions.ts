import type { DatabaseName } from '../../../connectors/notion/names.ts';
import { DEFINITIONS } from '../../../connectors/notion/setup/databases.ts';
import { notionId } from '../../config/identifiers.ts';
import type { Answers, Question } from '../plan/answers.ts';
import type { Asker } from './asker.ts';

const NEW = 'new';
const NONE = 'none';
const OTHER = 'other';

const linkProblem = (answer: string): string | undefined =>
  notionId.safeParse(answer).success ? undefined : 'holds no Notion id: copy the link of the page';

/** Merges an answer about one database into those there are. */
const withIn = <T extends object>(
  all: Readonly<Partial<Record<DatabaseName, T>>>,
  database: DatabaseName,
  value: T,
): Readonly<Partial<Record<DatabaseName, T>>> => ({ ...all, [database]: { ...all[database], ...value } });

async function askPage({ choices }: Question & { readonly kind: 'parent page' }, asker: Asker): Promise<string> {
  const options = [
    ...choices.map(({ id, title }) => ({ value: id, label: title === '' ? 'Untitled' : title })),
    { value: OTHER, label: 'Another page: paste its link' },
  ];
  const chosen =
    choices.length === 0
      ? OTHER
      : await asker.choose({ message: 'Below which page are the databases to lie?', options });
  if (chosen !== OTHER) return chosen;
  const link = await asker.text({
    message: 'Link of the page below which the databases are to lie',
    hint: 'Share it with the connection first: page menu, Connections.',
    problem: linkProblem,
  });
  return notionId.parse(link);
}

/** Asks one question. @returns the answers with this one among them */
export async function askQuestion(question: Question, answers: Answers, asker: Asker): Promise<Answers> {
  switch (question.kind) {
    case 'parent page':
      return { ...answers, parentPage: await askPage(question, asker) };
    case 'database': {
      const { title } = DEFINITIONS[question.database];
      const chosen = await asker.choose({
        message: `Which of your databases is "${title}"?`,
        options: [
          ...question.choices.map((choice) => ({ value: choice.dataSourceId, label: choice.title, hint: choice.url })),
          { value: NEW, label: 'None of them: make a new one' },
        ],
      });
      const database = chosen === NEW ? ('create' as const) : { use: chosen };
      return { ...answers, databases: { ...answers.databases, [question.database]: database } };
    }
    case 'property': {
      const { database, name } = question;
      const chosen = await asker.choose({
        message: `Which property of your ${DEFINITIONS[database].title} is "${name}"?`,
        options: [
          ...question.choices.map((choice) => ({ value: choice.name, label: choice.name, hint: choice.type })),
          { value: name, label: `None of them: add "${name}"` },
        ],
      });
      return { ...answers, properties: withIn(answers.properties, database, { [name]: chosen }) };
    }
    case 'option': {
      const { database, name, theirs } = question;
      const chosen = await asker.choose({
        message: `What does "${theirs}" of "${name}" mean?`,
        options: [
          ...question.choices.map((choice) => ({ value: choice, label: choice })),
          { value: NONE, label: 'Nothing to Milepost' },
        ],
      });
      if (chosen === NONE) return { ...answers, meaningless: [...answers.meaningless, `${name}/${theirs}`] };
      const options = { ...answers.options[database]?.[name], [chosen]: theirs };
      return { ...answers, options: withIn(answers.options, database, { [name]: options }) };
    }
  }
}
