import { ENGLISH, ENGLISH_LABELS } from './english.ts';
import { isLanguage } from './language.ts';
import {
  LABEL_NAMES,
  type Labels,
  type OwnTexts,
  SHIPPED_ONLY,
  type Template,
  type TextName,
  type Texts,
} from './texts.ts';

/** A text and the words around it, all in one language. */
export type ChosenText = { readonly language: string; readonly template: Template; readonly labels: Labels };

/**
 * The text in the language of the client, else in the configured one, else in English; of a language with its region
 * (`pt-BR`) also the one without.
 * @param language as somebody typed it; may be empty or mean nothing
 */
export function chooseText(name: TextName, language: string, texts: Texts): ChosenText {
  for (const wanted of [...withWider(language), ...withWider(texts.language)]) {
    const own = ownTexts(wanted, texts);
    const template = own?.texts[name];
    if (own !== undefined && template !== undefined)
      return { language: own.tag, template, labels: labelsIn(own.tag, texts) };
    // English is shipped, so a client who reads it is not given the configured language.
    if (wanted === SHIPPED_ONLY.language) break;
  }
  const english = ownTexts(SHIPPED_ONLY.language, texts)?.texts[name] ?? ENGLISH[name];
  return { language: SHIPPED_ONLY.language, template: english, labels: labelsIn(SHIPPED_ONLY.language, texts) };
}

/** `pt-br`, then `pt`. */
function withWider(language: string): readonly string[] {
  const tag = language.trim().toLowerCase().replaceAll('_', '-');
  const [base = ''] = tag.split('-');
  return tag === base ? [tag] : [tag, base];
}

function ownTexts(wanted: string, { templates }: Texts): { tag: string; texts: OwnTexts } | undefined {
  const found = Object.entries(templates).find(([tag]) => tag.toLowerCase() === wanted && isLanguage(tag));
  return found === undefined ? undefined : { tag: found[0], texts: found[1] };
}

function labelsIn(tag: string, texts: Texts): Labels {
  const labels: Record<keyof Labels, string> = { ...ENGLISH_LABELS };
  for (const wanted of withWider(tag).toReversed()) {
    const own = ownTexts(wanted, texts)?.texts.labels ?? {};
    for (const name of LABEL_NAMES) labels[name] = own[name] ?? labels[name];
  }
  return labels;
}
