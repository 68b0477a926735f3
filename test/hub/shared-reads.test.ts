import { beforeEach, expect, test, vi } from 'vitest';
import { shareReads } from '../../src/hub/shared-reads.ts';

let now = 0;
let mark = '';
const read = vi.fn(async (id: string) => `${id} as of ${now}`);
const shared = () => shareReads(read, { mark: async () => mark }, () => now);

beforeEach(() => {
  now = 0;
  mark = '';
  read.mockClear();
});

test('looks at the same time share one reading', async () => {
  const readRow = shared();

  const rows = await Promise.all([readRow('p'), readRow('p'), readRow('q')]);

  expect(rows).toEqual(['p as of 0', 'p as of 0', 'q as of 0']);
  expect(read).toHaveBeenCalledTimes(2);
});

test('what was read before an edit is not used after it', async () => {
  const readRow = shared();
  await readRow('p');

  now = 1;
  mark = '1';

  expect(await readRow('p')).toBe('p as of 1');
});

test('an edit during the reading counts as unseen', async () => {
  const readRow = shared();
  read.mockImplementationOnce(async () => {
    mark = '1';
    return 'half old';
  });
  await readRow('p');

  expect(await readRow('p')).toBe('p as of 0');
});

test('after two seconds it is read again', async () => {
  const readRow = shared();
  await readRow('p');

  now = 2_000;

  expect(await readRow('p')).toBe('p as of 2000');
});

test('a reading that failed is not shared any further', async () => {
  const readRow = shared();
  read.mockRejectedValueOnce(new Error('a bad moment'));
  await expect(readRow('p')).rejects.toThrow('a bad moment');

  expect(await readRow('p')).toBe('p as of 0');
});
