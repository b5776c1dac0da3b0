import { Router, urlencoded, type Request, type Response } from 'express';
import type { InteractionResults, Provider } from 'oidc-provider';
import { findPerson, PASSWORD } from '../people.js';
import type { Personality } from '../personality.js';
import { personOf } from '../provider/about.js';
import { readAcrValues } from '../provider/interaction-policy.js';
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
    const form = (request.body ?? {}) as Record<string, string | undefined>;
    const { person, username = '', password } = form;
    if (form.cancel) return await provider.interactionFinished(request, response, cancelled(personality));
    const found = findPerson(login.people, person ?? username);
    if (!found || (person === undefined && password !== PASSWORD)) {
      return showPage(response, { ...login, username, refused: true });
    }
    await provider.interactionFinished(request, response, {
      [login.prompt]: {}, // what was asked for is done, be it a choice of accounts or consent
      login: { accountId: personality.subject(found), remember: true, amr: ['pwd'], acr: login.acr },
    });
  });

  async function findLogin(request: Request, response: Response) {
    try {
      const { params, session, prompt } = await provider.interactionDetails(request, response);
      // Somebody who is asked again (prompt=login, max_age) can only be the one who is signed in.
      const signedIn = personOf(personality, session?.accountId);
      const mayChange = !signedIn || prompt.name === 'select_account';
      return {
        application: text(params.client_id),
        hint: text(params.login_hint),
        people: mayChange ? personality.people : [signedIn],
        signedIn,
        prompt: prompt.name,
        acr: readAcrValues(params.acr_values).find((value) => personality.acr?.values.includes(value)),
      };
    } catch {
      const about = { clientId: '', redirectUri: '', username: '', error: '', detail: '' };
      response.status(400).send(renderMessage({ title, ...personality.refusalPage(about) }));
      return undefined;
    }
  }

  const showPage = (response: Response, page: Omit<LoginPage, 'title' | 'company' | 'password'>) =>
    void response.send(renderLogin({ title, company, password: PASSWORD, ...page }));

  return routes;
}

const cancelled = ({ denials }: Personality): InteractionResults => ({
  error: 'access_denied',
  ...(denials.cancelled && { error_description: denials.cancelled }),
});

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
