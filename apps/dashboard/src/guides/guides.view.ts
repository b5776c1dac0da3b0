import { join } from 'node:path';
import { Provider } from '@portico/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { Eta } from 'eta';
import { ENVIRONMENT, type Environment } from '../env.js';
import { fillInGuide, GuideLanguage } from './guide.rules.js';
import { type Guide, readGuides, readPictures } from './read-guides.js';

const WORDS: Readonly<Record<GuideLanguage, { title: string; name: string }>> = {
  en: { title: 'Set up single sign-on', name: 'English' },
  de: { title: 'Single Sign-on einrichten', name: 'Deutsch' },
};

/** The guides, rendered when the program starts. */
@Injectable()
export class Guides {
  private readonly guides = readGuides();
  private readonly pictures = readPictures();
  private readonly eta = new Eta({
    views: join(import.meta.dirname, 'templates'),
    cache: true,
    autoEscape: true,
  });

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** A guide without a page around it; the form beside it fills in what is written in braces. */
  fragment(provider: string, language: GuideLanguage): string | undefined {
    return this.guides.get(`${language}/${provider}`)?.body;
  }

  /** A page that needs no script. */
  page(provider: string, language: GuideLanguage): string | undefined {
    const guide = this.guides.get(`${language}/${provider}`);
    if (!guide) return undefined;
    return this.eta.render('./guide', {
      language,
      provider,
      title: `${guide.title} · ${WORDS[language].title}`,
      heading: WORDS[language].title,
      html: fillInGuide(guide.html, this.environment.PORTICO_PUBLIC_URL),
      others: Provider.options.map((id) => ({ id, title: this.titleOf(id, language) })),
      languages: GuideLanguage.options.map((id) => ({ id, name: WORDS[id].name })),
    });
  }

  picture(name: string): Buffer | undefined {
    return this.pictures.get(name);
  }

  private titleOf(provider: Provider, language: GuideLanguage): Guide['title'] {
    return this.guides.get(`${language}/${provider}`)?.title ?? provider;
  }
}
