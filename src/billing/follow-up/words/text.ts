import type { Block, Detail, InvoiceGroup, InvoiceRow, Letter } from './blocks.ts';

/** The letter as plain text. One line for one invoice, wherever it ends: the reader's window wraps it. */
export const plainText = ({ blocks }: Letter): string => `${blocks.map(blockText).join('\n\n')}\n`;

function blockText(block: Block): string {
  switch (block.is) {
    case 'paragraph':
      return block.lines.join('\n');
    case 'points':
      return block.points.map((point) => `- ${point}`).join('\n');
    case 'quote':
      return block.lines.map((line) => `> ${line}`.trimEnd()).join('\n');
    case 'invoices':
      return [...(block.heading === undefined ? [] : [`${block.heading}:`]), ...block.groups.flatMap(groupLines)].join(
        '\n',
      );
  }
}

const groupLines = ({ rows, sum }: InvoiceGroup): readonly string[] => [
  ...rows.map(rowLine),
  ...(sum === undefined ? [] : [`  ${detailText(sum)}`]),
];

function rowLine({ number, details, due, remaining, links }: InvoiceRow): string {
  const all = [...details, ...due, ...(remaining === undefined ? [] : [remaining])].map(detailText);
  return `- ${[number, ...all, ...links.map(({ label, url }) => `${label}: ${url}`)].join(' · ')}`;
}

const detailText = ({ label, value }: Detail): string => `${label}: ${value}`;
