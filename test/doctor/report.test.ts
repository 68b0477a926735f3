import { expect, test } from 'vitest';
import { green, red, yellow } from '../../src/doctor/finding.ts';
import { describeReport, reportOf } from '../../src/doctor/report.ts';

const AT = '2026-11-25T12:00:00.000Z';
const mail = green({ id: 'mail.server', area: 'Mail', what: 'Mail server' }, 'none');
const webhook = yellow({ id: 'notion.webhook', area: 'Notion', what: 'Webhook' }, 'none has come yet', 'Edit a row.');
const token = red({ id: 'notion.token', area: 'Notion', what: 'Token' }, 'refused', 'Set NOTION_TOKEN.');

test('the report is in the order of its subjects, with each mend below its line', () => {
  const report = reportOf([mail, webhook, token], AT);
  expect(describeReport(report)).toBe(
    [
      'Notion',
      '  look  Webhook: none has come yet',
      '        → Edit a row.',
      '  MEND  Token: refused',
      '        → Set NOTION_TOKEN.',
      '',
      'Mail',
      '  ok    Mail server: none',
      '',
      '1 ok, 1 to look at, 1 to mend. What says MEND keeps Milepost from its work.',
      '',
    ].join('\n'),
  );
});

test('colours come on top of the words', () => {
  const text = describeReport(reportOf([token], AT), true);
  expect(text).toContain('\x1b[31mMEND\x1b[0m  Token');
});

test('a report is right as long as nothing is red', () => {
  expect(reportOf([mail, webhook], AT)).toMatchObject({ ok: true, at: AT, counts: { green: 1, yellow: 1, red: 0 } });
  expect(reportOf([mail, token], AT).ok).toBe(false);
});
