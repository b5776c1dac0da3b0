import { useRuleText } from '../texts/codes.js';
import { useLanguage } from '../texts/index.js';

interface Finding {
  message: string;
  rule?: string;
}

/** The sentence for a mistake in a value: the server's own in English, the one for its rule in other languages. */
export const useFindingText = (): ((finding: Finding) => string) => {
  const language = useLanguage();
  const ruleText = useRuleText();
  return ({ message, rule }) =>
    language === 'en' || rule === undefined ? message : (ruleText(rule) ?? message);
};
