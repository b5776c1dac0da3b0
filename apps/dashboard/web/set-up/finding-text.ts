import { useTranslation } from 'react-i18next';
import { useCodeTexts } from '../texts/codes.js';
import { useLanguage } from '../texts/index.js';

interface Finding {
  message: string;
  rule?: string;
}

/** The sentence for a mistake in a value: the server's own in English, the one for its rule in other languages. */
export const useFindingText = (): ((finding: Finding) => string) => {
  const { t, i18n } = useTranslation();
  const language = useLanguage();
  const codeTexts = useCodeTexts();
  return ({ message, rule }) => {
    if (language === 'en' || rule === undefined) return message;
    const key = `lint.${rule}`;
    if (i18n.exists(key)) return t(key as 'shell.product');
    return codeTexts(rule as Parameters<typeof codeTexts>[0]).userText || message;
  };
};
