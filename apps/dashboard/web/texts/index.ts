import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { en } from './en.js';
import type { enRest } from './en.rest.js';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en & typeof enRest };
    returnNull: false;
  }
}

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'portico-language';

const isLanguage = (value: string | null | undefined): value is Language =>
  value !== null && value !== undefined && Object.hasOwn(LANGUAGES, value);

const preferred = (): Language => {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
};

const load = async (language: Language): Promise<void> => {
  if (i18next.hasResourceBundle(language, 'translation')) return;
  const texts = language === 'de' ? (await import('./de.js')).de : (await import('./en.js')).en;
  i18next.addResourceBundle(language, 'translation', texts);
};

const isRestLoaded = new Set<Language>();
let isRestWanted = false;

const loadRestOf = async (language: Language): Promise<void> => {
  if (isRestLoaded.has(language)) return;
  const texts =
    language === 'de' ? (await import('./de.rest.js')).deRest : (await import('./en.rest.js')).enRest;
  i18next.addResourceBundle(language, 'translation', texts, true);
  isRestLoaded.add(language);
};

/** Brings a page and the texts that the first page did not need. */
export const withTexts =
  <T>(load: () => Promise<T>) =>
  async (): Promise<T> => {
    isRestWanted = true;
    const [page] = await Promise.all([
      load(),
      loadRestOf(isLanguage(i18next.language) ? i18next.language : 'en'),
    ]);
    return page;
  };

/** Loads the texts of the preferred language and begins with it. */
export const startTexts = async (): Promise<Language> => {
  const language = preferred();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: {},
    // React escapes.
    interpolation: { escapeValue: false },
  });
  await show(language);
  return language;
};

const show = async (language: Language): Promise<void> => {
  await load(language);
  if (isRestWanted) await loadRestOf(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
};

/** Changes the language and remembers it; until then the browser's is followed. */
export const chooseLanguage = async (language: Language): Promise<void> => {
  await show(language);
  localStorage.setItem(KEPT, language);
};

export const useLanguage = (): Language => {
  const { i18n } = useTranslation();
  return isLanguage(i18n.language) ? i18n.language : 'en';
};
