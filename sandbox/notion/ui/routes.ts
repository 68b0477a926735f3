import { Hono } from 'hono';
import { z } from 'zod';
import { ApiError, invalid } from '../api-error.ts';
import type { Property, World } from '../model.ts';
import { findAuthor, findDatabase, findPage, pathId } from '../state/access.ts';
import { editPage } from '../state/edit-page.ts';
import { findProperty, propertiesOf } from '../state/objects.ts';
import { check, idSchema } from '../validation.ts';
import { rowPage } from './row-page.ts';
import { databasePage, homePage } from './table-page.ts';

const editForm = z.object({ property: z.string(), value: z.string(), person: idSchema });

/** The typed text as the API's write shape. */
function toWrite(property: Property, text: string): unknown {
  const empty = text.trim() === '';
  switch (property.type) {
    case 'title':
    case 'rich_text':
      return { [property.type]: empty ? [] : [{ text: { content: text } }] };
    case 'select':
    case 'status':
      return { [property.type]: empty ? null : { name: text } };
    case 'number':
      return { number: empty ? null : Number(text) };
    case 'date':
      return { date: empty ? null : { start: text } };
    case 'checkbox':
      return { checkbox: text === 'yes' };
    case 'email':
    case 'url':
      return { [property.type]: empty ? null : text };
    default:
      throw invalid(`${property.name} cannot be edited here.`);
  }
}

/** The pages that people look at. */
export function uiRoutes(world: World): Hono {
  return new Hono()
    .get('/', (c) => c.html(homePage(world)))
    .get('/db/:id', (c) => c.html(databasePage(world, findDatabase(world, pathId('database_id', c.req.param('id'))))))
    .get('/page/:id', (c) => {
      const page = findPage(world, pathId('page_id', c.req.param('id')));
      return c.html(rowPage(world, page, c.req.query('as') ?? world.owner.id));
    })
    .post('/page/:id', async (c) => {
      const page = findPage(world, pathId('page_id', c.req.param('id')));
      const form = check(editForm, await c.req.parseBody(), 'form');
      const property = findProperty(propertiesOf(world, page), form.property);
      if (!property) throw invalid(`There is no property ${form.property}.`);
      try {
        editPage(world, page, { [property.id]: toWrite(property, form.value) }, findAuthor(world, form.person));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return c.html(rowPage(world, page, form.person, error.message), 400);
      }
      return c.redirect(`/page/${page.id}?as=${form.person}`, 303);
    });
}
