const COLOURS = /^\[(black|blue|cyan|green|magenta|red|white|yellow|color\d+)\]$/i;
const TOKENS = /"[^"]*"|\\.|\[[^\]]*\]|[#0?.,]+|%|./gs;

export type FormattedNumber = { readonly text: string; readonly color?: string };

/** Splits a pattern at `;` outside quotes: positive; negative; zero. */
const sectionsOf = (pattern: string): string[] =>
  (pattern.match(/(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])+/g) ?? ['General']).map(String);

function digits(value: number, core: string): string {
  const [whole = '', fraction = ''] = core.split('.');
  const least = (fraction.match(/0/g) ?? []).length;
  const most = (fraction.match(/[0#?]/g) ?? []).length;
  return new Intl.NumberFormat('en-US', {
    useGrouping: whole.includes(','),
    minimumIntegerDigits: Math.max(1, (whole.match(/0/g) ?? []).length),
    minimumFractionDigits: least,
    maximumFractionDigits: Math.max(least, most),
  }).format(value);
}

const literal = (token: string): string => {
  if (token.startsWith('"')) return token.slice(1, -1);
  if (token.startsWith('\\')) return token.slice(1);
  // [$€] and [$€-407] stand for a currency sign.
  if (token.startsWith('[$')) return token.slice(2, -1).replace(/-[0-9A-Fa-f]+$/, '');
  return token.startsWith('[') || token === '_' || token === '*' ? '' : token;
};

function formatSection(value: number, section: string): FormattedNumber {
  const tokens: readonly string[] = section.match(TOKENS) ?? [];
  const color = tokens
    .find((token) => COLOURS.test(token))
    ?.slice(1, -1)
    .toLowerCase();
  const scaled = tokens.includes('%') ? value * 100 : value;
  let written = false;
  const text = tokens.map((token) => {
    if (!/^[#0?.,]+$/.test(token) || written) return literal(token);
    written = /[#0?]/.test(token);
    return written ? digits(scaled, token) : token;
  });
  return { text: text.join(''), ...(color ? { color } : {}) };
}

/** Shows a number by a pattern such as `[$€]#,##0.00` or `#,##0.00;[Red]-#,##0.00;"-"`. */
export function formatNumber(value: number, pattern: string): FormattedNumber {
  const [positive = '', negative, zero] = sectionsOf(pattern);
  if (value === 0 && zero !== undefined) return formatSection(0, zero);
  if (value >= 0) return formatSection(value, positive);
  if (negative !== undefined) return formatSection(-value, negative);
  const { text, ...rest } = formatSection(-value, positive);
  return { text: `-${text}`, ...rest };
}

/** A number without a format: as many digits as it needs, without the noise of binary fractions. */
export const plainNumber = (value: number): string => String(Number(value.toPrecision(12)));
