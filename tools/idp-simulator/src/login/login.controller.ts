import { Router, urlencoded, type Request, type Response } from 'express';
import type { Provider } from 'oidc-provider';
import { findPerson, PASSWORD, stableUuid } from '../people.js';
import type { Personality } from '../personality.js';
import { renderLogin, renderMessage, type LoginPage } from '../views/pages.view.js';

/** The login page: anybody of the cast by one click, or by name and password; no JavaScript. */
export function loginRoutes(provider: Provider, personality: Personality): Router {
  const routes = Router();
  const { title, company } = personality;
  const path = `${personality.loginPath}/:uid`;

  routes.get(path, async (request, response) => {
    const login = await findLogin(request, response);
    if (login) showPage(response, { ...login, username: login.hint });
  });

  routes.post(path, urlencoded({ extended: false, limit: '10kb' }), async (request, response) => {
    const login = await findLogin(request, response);
    if (!login) return;
    const {
      cancel,
      person,
      username = '',
      password,
    } = (request.body ?? {}) as Record<string, string | undefined>;
    if (cancel)
      return void (await provider.interactionFinished(request, response, { error: 'access_denied' }));
    const found = findPerson(login.people, person ?? username);
    if (!found || (person === undefined && password !== PASSWORD)) {
      return showPage(response, { ...login, username, refused: true });
    }
    await provider.interactionFinished(request, response, {
      login: { accountId: stableUuid(found.email), remember: true, amr: ['pwd'] },
    });
  });

  async function findLogin(request: Request, response: Response) {
    try {
      const { params, session } = await provider.interactionDetails(request, response);
      // Somebody who is asked again (prompt=login, max_age) can only be the one who is signed in.
      const signedIn = session?.accountId ? findPerson(personality.people, session.accountId) : undefined;
      const people = signedIn ? [signedIn] : personality.people;
      return { application: text(params.client_id), hint: text(params.login_hint), people, signedIn };
    } catch {
      const explanation = {
        title,
        heading: 'We are sorry…',
        text: personality.refusalPage(''),
      };
      response.status(400).send(renderMessage(explanation));
      return undefined;
    }
  }

  const showPage = (response: Response, page: Omit<LoginPage, 'title' | 'company' | 'password'>) =>
    void response.send(renderLogin({ title, company, password: PASSWORD, ...page }));

  return routes;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
