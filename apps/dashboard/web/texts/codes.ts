import type { Code, Turn } from '@portico/contracts';
import { useEffect, useState } from 'react';
import type { Language } from './index.js';
import { useLanguage } from './index.js';

export interface CodeTexts {
  /** One sentence for the person that it happened to. */
  userText: string;
  /** What happened and why, for administrators. */
  adminText: string;
  /** Whose move it is. */
  turn: Turn;
}

type Catalogue = (code: Code) => CodeTexts;

type Rules = (rule: string) => string | undefined;

const knownRules = new Map<Language, Rules>();
const known = new Map<Language, Catalogue>();

const load = async (language: Language): Promise<Catalogue> => {
  const { CODES, isCode } = await import('./codes.en.js');
  const german = language === 'de' ? (await import('./codes.de.js')).codesDe : undefined;
  const catalogue: Catalogue = (code) => {
    // A server of a later release may refuse with a code that these pages do not know.
    const name = isCode(code) ? code : 'internal_error';
    return { ...CODES[name], ...german?.[name] };
  };
  const lint = language === 'de' ? (await import('./lint.de.js')).lintDe : undefined;
  knownRules.set(language, (rule) => lint?.[rule] ?? (isCode(rule) ? catalogue(rule).userText : undefined));
  known.set(language, catalogue);
  return catalogue;
};

/** Fetches the sentences beforehand, so that they are there when the network is not. */
export const loadCodeTexts = (language: Language): void => void load(language).catch(() => undefined);

const NOTHING: CodeTexts = { userText: '', adminText: '', turn: 'operator' };

/**
 * What the refusals of the catalogue say, in the language of the page. They are no part of the first load: for the
 * blink of an eye they may be empty.
 */
export const useCodeTexts = (): Catalogue => {
  const language = useLanguage();
  const [, setLoaded] = useState(0);
  const catalogue = known.get(language);
  useEffect(() => {
    if (known.has(language)) return;
    load(language).then(
      () => setLoaded((times) => times + 1),
      () => undefined,
    );
  }, [language]);
  return catalogue ?? (() => NOTHING);
};

/** The sentence for a mistake that the linter, or a look at the provider, has found. */
export const useRuleText = (): Rules => {
  const language = useLanguage();
  useCodeTexts();
  return knownRules.get(language) ?? (() => undefined);
};
