import { describe, expect, it } from 'vitest';
import { parseForm } from '../../../sandbox/stripe/api/form.ts';

describe('parseForm', () => {
  it.each([
    ['a=1&b=', { a: '1', b: '' }],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a[0]=x&a[1]=y', { a: ['x', 'y'] }],
    ['a[]=x&a[]=y', { a: ['x', 'y'] }],
    ['a[10]=k&a[2]=c', { a: ['c', 'k'] }],
    ['lines[0][amount]=5&lines[0][metadata][k]=v', { lines: [{ amount: '5', metadata: { k: 'v' } }] }],
    ['name=M%C3%BCller+%26+Co', { name: 'Müller & Co' }],
    ['a[b=1', { 'a[b': '1' }],
    ['', {}],
  ])('reads %s', (encoded, expected) => {
    expect(parseForm(encoded)).toEqual(expected);
  });
});
