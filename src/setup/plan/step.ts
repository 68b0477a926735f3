import type { DatabaseName } from '../../../connectors/notion/names.ts';
import { DEFINITIONS } from '../../../connectors/notion/setup/databases.ts';
import { PAGES, type PageName } from '../../../connectors/notion/setup/pages.ts';
import type { ViewDefinition } from '../../../connectors/notion/setup/views.ts';
import type { NewVariables } from '../files/env-text.ts';
import type { PolicyChange, PolicyComment } from '../files/policy-text.ts';

/** Something of ours, and the name under which it is added. */
export type Addition = { readonly our: string; readonly as: string };

/** Options that a property of theirs lacks. */
export type OptionsToAdd = { readonly name: string; readonly options: readonly Addition[] };

/** One thing that a set-up writes. Each is looked for before it is written, so that it may be begun again. */
export type Step =
  | { readonly kind: 'set variables'; readonly variables: NewVariables }
  | { readonly kind: 'close .env' }
  | {
      readonly kind: 'set policy';
      readonly changes: readonly PolicyChange[];
      /** What a new file shows of the defaults. */
      readonly comments: readonly PolicyComment[];
    }
  | { readonly kind: 'create database'; readonly database: DatabaseName }
  | {
      readonly kind: 'extend database';
      readonly database: DatabaseName;
      readonly properties: readonly Addition[];
      readonly options: readonly OptionsToAdd[];
    }
  | { readonly kind: 'create view'; readonly view: ViewDefinition }
  | { readonly kind: 'create page'; readonly page: PageName }
  /** `replaces`: endpoints of ours whose secret is lost. */
  | { readonly kind: 'create endpoint'; readonly url: string; readonly replaces: readonly string[] }
  | { readonly kind: 'mend endpoint'; readonly id: string; readonly url: string }
  | { readonly kind: 'prepare sheet'; readonly title: string };

const names = (all: readonly Addition[]): string => list(all.map(({ as }) => as));

const list = (words: readonly string[]): string => words.join(', ');

/** What a step does, for people. Never holds a value that may be secret. */
export function stepWords(step: Step): string {
  switch (step.kind) {
    case 'set variables':
      return `.env: set ${list(Object.keys(step.variables))}`;
    case 'close .env':
      return '.env: let its owner alone read it';
    case 'set policy':
      return step.changes.length === 0
        ? 'milepost.config.yaml: write it, all defaults as comments'
        : `milepost.config.yaml: set ${list(step.changes.map(({ path }) => path.join('.')))}`;
    case 'create database':
      return `Notion: create the database "${DEFINITIONS[step.database].title}"`;
    case 'extend database': {
      const { properties, options } = step;
      const parts = [
        ...(properties.length === 0 ? [] : [`properties ${names(properties)}`]),
        ...options.map(({ name, options: added }) => `options of ${name}: ${names(added)}`),
      ];
      return `Notion: add to ${DEFINITIONS[step.database].title}: ${parts.join('; ')}`;
    }
    case 'create view':
      return `Notion: create the view "${step.view.name}" (${step.view.type}) of ${DEFINITIONS[step.view.database].title}`;
    case 'create page':
      return `Notion: create the page "${PAGES[step.page].title}"`;
    case 'create endpoint':
      return `Stripe: create the webhook endpoint ${step.url}${step.replaces.length === 0 ? '' : ' in place of one whose secret is lost'}, and keep its secret in .env`;
    case 'mend endpoint':
      return `Stripe: let the webhook endpoint ${step.url} send every event that is needed`;
    case 'prepare sheet':
      return `Google: write a first tab into "${step.title}"`;
  }
}

/** Something that a set-up cannot do itself. `refused`: the hub would not work. `later`: it waits for a person. */
export type Left = { readonly kind: 'refused' | 'later'; readonly what: string; readonly mend: string };

/** Something without which nothing is planned. */
export type Obstacle = { readonly what: string; readonly mend: string };
