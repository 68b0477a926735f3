import { z } from 'zod';
import { type Instant, instantFromIso, isPlainDate, plainDate } from '../../src/billing/calendar.ts';
import type { DayOrInstant, Person } from '../../src/billing/facts.ts';
import { NeedsPerson } from '../../src/billing/failure.ts';
import { parseAnswer } from '../answer.ts';
import { plainId, type Table } from './schema.ts';
import { ownersIn, UnreadableRow } from './unreadable.ts';

/** A row as Notion sends it. Only what we use is looked at; new keys do no harm. */
const PageObject = z.object({
  object: z.literal('page'),
  id: z.string(),
  url: z.string(),
  in_trash: z.boolean(),
  created_time: z.string(),
  last_edited_time: z.string(),
  parent: z.looseObject({ data_source_id: z.string().optional(), database_id: z.string().optional() }),
  properties: z.record(z.string(), z.looseObject({ id: z.string(), type: z.string() })),
});
export type PageObject = z.infer<typeof PageObject>;

/** What a connection without the right to read content is given. */
const PartialPage = z.strictObject({ object: z.literal('page'), id: z.string(), request_id: z.string().optional() });

const RichText = z.array(z.object({ plain_text: z.string() }));
const Option = z.object({ name: z.string() }).nullable();
const User = z.looseObject({
  id: z.string(),
  object: z.string(),
  name: z.string().nullish(),
  type: z.string().optional(),
  person: z.looseObject({ email: z.string().optional() }).optional(),
});

/** How each kind of value is read, from whichever Notion types serve for it. */
const VALUES = {
  text: z
    .union([z.object({ title: RichText }), z.object({ rich_text: RichText })])
    .transform((value) => joined('title' in value ? value.title : value.rich_text)),
  number: z.object({ number: z.number().nullable() }).transform((value) => value.number),
  option: z
    .union([z.object({ select: Option }), z.object({ status: Option })])
    .transform((value) => ('select' in value ? value.select : value.status)),
  options: z.object({ multi_select: z.array(z.object({ name: z.string() })) }).transform((value) => value.multi_select),
  date: z.object({ date: z.object({ start: z.string() }).nullable() }).transform((value) => value.date),
  people: z.object({ people: z.array(User) }).transform((value) => value.people.map(toPerson)),
  email: z.object({ email: z.string().nullable() }).transform((value) => present(value.email)),
  link: z.object({ url: z.string().nullable() }).transform((value) => present(value.url)),
  checkbox: z.object({ checkbox: z.boolean() }).transform((value) => value.checkbox),
  relation: z
    .object({ relation: z.array(z.object({ id: z.string() })) })
    .transform((value) => value.relation.map(({ id }) => id)),
  files: z.object({ files: z.array(z.unknown()) }).transform((value) => value.files.length),
} as const;

/** Reads typed values from one row, by the names we use. */
export type Row = {
  readonly id: string;
  readonly url: string;
  readonly lastEditedAt: Instant;
  readonly text: (name: string) => string;
  /** Empty as well where the workspace has no such property. */
  readonly optionalText: (name: string) => string;
  readonly optionalDate: (name: string) => DayOrInstant | null;
  readonly number: (name: string) => number | null;
  readonly link: (name: string) => string | null;
  readonly option: <T extends string>(name: string, known: readonly T[]) => T | null;
  readonly anyOption: (name: string) => string | null;
  readonly options: (name: string) => readonly string[];
  readonly date: (name: string) => DayOrInstant | null;
  readonly people: (name: string) => readonly Person[];
  readonly addresses: (name: string) => readonly string[];
  readonly checkbox: (name: string) => boolean;
  readonly relation: (name: string) => readonly string[];
  readonly fileCount: (name: string) => number;
};

/** @throws NeedsPerson when Notion withholds the contents, TryAgain when the answer is no page at all */
export function parsePage(answer: unknown, table: Table): PageObject {
  const parsed = PageObject.safeParse(answer);
  if (parsed.success) return parsed.data;
  if (!PartialPage.safeParse(answer).success) return parseAnswer(PageObject, answer, 'a Notion page');
  throw new NeedsPerson(`Notion shows only the id of a row of ${table.database}`, {
    mend: 'Give the connection the capability to read content.',
    who: 'admin',
  });
}

/** Whether the row lives in this table; a page may have been moved since it was named. */
export const isIn = (page: PageObject, table: Table): boolean =>
  page.parent.data_source_id === table.dataSourceId ||
  (page.parent.database_id !== undefined && page.parent.database_id === table.databaseId);

function toPerson(user: z.infer<typeof User>): Person {
  const isPerson = user.object === 'user' && user.type !== 'bot';
  return { id: user.id, name: user.name ?? null, email: user.person?.email ?? null, isPerson };
}

/** Undefined for what is no day of the calendar. */
function toDay(start: string): DayOrInstant | undefined {
  if (isPlainDate(start)) return start;
  return Number.isNaN(Date.parse(start)) || !HAS_DAY.test(start) ? undefined : instantFromIso(withOffset(start));
}

const HAS_DAY = /^\d{4}-\d{2}-\d{2}T/;

/** A date-time without an offset means UTC. */
const withOffset = (start: string): string => (/(Z|[+-]\d{2}:\d{2})$/.test(start) ? start : `${start}Z`);

function joined(items: z.infer<typeof RichText>): string {
  return items.map((item) => item.plain_text).join('');
}

function present(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}

/** @throws UnreadableRow by any reader whose property vanished from the row, changed its type, or holds what nobody can use */
export function rowReader(page: PageObject, table: Table): Row {
  const { database } = table;
  const values = new Map(Object.values(page.properties).map((value) => [plainId(value.id), value]));
  const parsed = <T>(name: string, schema: z.ZodType<T>): T | undefined => {
    const value = table.has(name) ? values.get(table.property(name).id) : undefined;
    return value === undefined ? undefined : schema.safeParse(value).data;
  };
  const unreadable = (property: string, why: string, mend: string): UnreadableRow =>
    new UnreadableRow(
      database,
      { property, why, mend },
      {
        owners: parsed(ownersIn(database), VALUES.people) ?? [],
        projectIds: database === 'milestones' ? (parsed('Project', VALUES.relation) ?? []) : [],
      },
    );

  const read = <T>(name: string, schema: z.ZodType<T>): T => {
    const value = values.get(table.property(name).id);
    // A key that is absent means "unknown", never "empty": a deleted property must not look like a cleared one.
    if (value === undefined)
      throw unreadable(name, 'cannot be read', `Restore the property "${name}" of the database, with its values.`);
    const { data, success } = schema.safeParse(value);
    if (!success)
      throw unreadable(
        name,
        `holds a ${value.type} value that Milepost cannot use`,
        `Give the property "${name}" of the database its type back.`,
      );
    return data;
  };
  const ourName = (name: string, theirs: string): string => table.property(name).optionNames.get(theirs) ?? theirs;
  const anyOption = (name: string): string | null => {
    const option = read(name, VALUES.option);
    return option === null ? null : ourName(name, option.name);
  };
  const people = (name: string): readonly Person[] => read(name, VALUES.people);

  const date = (name: string): DayOrInstant | null => {
    const value = read(name, VALUES.date);
    const day = value === null ? null : toDay(value.start);
    if (day === undefined) throw unreadable(name, `says "${value?.start}", which is no day`, `Enter "${name}" again.`);
    return day;
  };

  return {
    id: page.id,
    url: page.url,
    lastEditedAt: instantFromIso(page.last_edited_time),
    text: (name) => read(name, VALUES.text),
    optionalText: (name) => (table.has(name) ? read(name, VALUES.text) : ''),
    number: (name) => read(name, VALUES.number),
    link: (name) => read(name, VALUES.link),
    anyOption,
    option(name, known) {
      const option = anyOption(name);
      const found = known.find((candidate) => candidate === option);
      if (option !== null && found === undefined)
        throw unreadable(
          name,
          `says "${option}", wanted is one of: ${known.join(', ')}`,
          `Choose one of these, or say in the configuration what "${option}" means (notion.options.${database}).`,
        );
      return found ?? null;
    },
    options: (name) => read(name, VALUES.options).map((option) => ourName(name, option.name)),
    date,
    optionalDate: (name) => (table.has(name) ? date(name) : null),
    people,
    addresses(name) {
      if (table.property(name).type === 'people') return people(name).map((person) => person.email ?? person.id);
      const address = read(name, VALUES.email);
      return address === null ? [] : [address];
    },
    checkbox: (name) => read(name, VALUES.checkbox),
    relation: (name) => read(name, VALUES.relation),
    fileCount: (name) => read(name, VALUES.files),
  };
}

/** A hub-owned date is a day; an instant there was typed by a person and is read as that day in UTC. */
export const dayOnly = (date: DayOrInstant | null) =>
  typeof date === 'number' ? plainDate(new Date(date).toISOString().slice(0, 10)) : date;
