import { DEMO_PASSWORD } from '@portico/launcher';
import type { Page } from 'playwright-core';
import { house } from './house.js';
import { linkIn, mailsTo, waitForMails } from './mails.js';
import { TestApplication } from './test-application.js';

const { phone, dashboard, simulator, broker } = house.addresses;
const agent = 'agent@acme.example';
const admin = 'admin@acme.example';

/** One state of one page, and how a person gets there. */
export interface Screen {
  name: string;
  open: (page: Page) => Promise<void>;
  /** The field that has the focus from the start, by its label. */
  focus?: string;
}

const screen1 = async (page: Page): Promise<void> => void (await page.goto(`${phone}/sign-in`));

const typePassword = async (page: Page, email: string, password = DEMO_PASSWORD): Promise<void> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};

/** Operators are let in by no password alone. */
const toSecondFactor = async (page: Page): Promise<void> => {
  await screen1(page);
  await typePassword(page, 'operator@portico.example');
};

const wishSecondFactor = async (page: Page): Promise<void> => {
  await screen1(page);
  await page.getByRole('link', { name: 'Set up a second factor' }).click();
};

const screen2 = async (page: Page): Promise<void> => {
  await screen1(page);
  await page.getByRole('link', { name: 'Log in with SSO' }).click();
};

const sendEmail = async (page: Page, email = agent): Promise<void> => {
  await screen2(page);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Continue' }).click();
};

const atProvider = async (page: Page): Promise<void> => {
  await sendEmail(page);
  await page.waitForURL(`${simulator}/**`);
};

/** Holds a page that goes on by itself, for it is seen by whoever has a slow network. */
const holdBefore = async (page: Page, address: string): Promise<void> => {
  await page.route(address, (route) => route.abort('aborted'));
};

const signInTo = async (page: Page, application: string, email: string): Promise<void> => {
  await page.goto(`${application}/sign-in`);
  await typePassword(page, email);
  await page.waitForURL(`${application}/`);
};

const askToSignOut = async (page: Page): Promise<void> => {
  await signInTo(page, phone, admin);
  const home = new URLSearchParams({ client_id: 'phone', post_logout_redirect_uri: `${phone}/` });
  await page.goto(`${broker}/logout?${home.toString()}`);
};

/** In the dashboard, where a password is refused because single sign-on is required. */
const recovery = async (page: Page): Promise<void> => {
  await page.goto(`${dashboard}/sign-in`);
  await typePassword(page, 'admin@globex.example');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
};

const forgotten = async (page: Page): Promise<void> => {
  await screen1(page);
  await page.getByRole('link', { name: 'Forgot password?' }).click();
};

const forget = async (page: Page, email: string): Promise<void> => {
  await forgotten(page);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button').click();
};

/** A link for a password that was just mailed; to one person only a few an hour. */
const aLink = async (page: Page, email: string): Promise<string> => {
  const before = mailsTo(house, email).length;
  await forget(page, email);
  const mails = await waitForMails(house, email, before + 1);
  return linkIn(mails.at(-1)!);
};

const setPassword = async (page: Page, password: string): Promise<void> => {
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
};

/** Every page that a person can meet on the way in and out, in every state. */
export const SCREENS: Screen[] = [
  { name: 'phone-start', open: async (page) => void (await page.goto(phone)) },
  { name: 'screen-1', open: screen1, focus: 'E-mail' },
  {
    name: 'screen-1-refused',
    open: async (page) => {
      await screen1(page);
      await typePassword(page, agent, 'not-the-password');
    },
    focus: 'Password',
  },
  {
    name: 'organisations-by-password',
    open: async (page) => {
      await screen1(page);
      await typePassword(page, agent);
    },
  },
  { name: 'screen-1-set-up', open: wishSecondFactor, focus: 'E-mail' },
  { name: 'second-factor', open: toSecondFactor, focus: 'Code' },
  {
    name: 'second-factor-refused',
    open: async (page) => {
      await toSecondFactor(page);
      await page.getByLabel('Code').fill('abcdef');
      await page.getByRole('button', { name: 'Continue' }).click();
    },
    focus: 'Code',
  },
  {
    name: 'set-up-factor',
    open: async (page) => {
      await wishSecondFactor(page);
      await typePassword(page, 'agent@initech.example');
      // Its script shows what needs a script, a moment after the page is there.
      await page.getByRole('button', { name: 'Create a passkey' }).waitFor();
    },
  },
  { name: 'recovery', open: recovery, focus: 'Recovery code' },
  {
    name: 'recovery-refused',
    open: async (page) => {
      await recovery(page);
      await page.getByLabel('Recovery code').fill('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
    focus: 'Recovery code',
  },
  { name: 'forgotten-password', open: forgotten, focus: 'E-mail' },
  { name: 'forgotten-password-answered', open: async (page) => await forget(page, 'nobody@acme.example') },
  {
    name: 'new-password',
    open: async (page) => void (await page.goto(await aLink(page, 'admin@hooli.example'))),
    focus: 'New password',
  },
  {
    name: 'new-password-refused',
    open: async (page) => {
      await page.goto(await aLink(page, 'agent@hooli.example'));
      await setPassword(page, 'portico-portico');
    },
    focus: 'New password',
  },
  {
    name: 'password-set',
    open: async (page) => {
      await page.goto(await aLink(page, 'admin@umbrella.example'));
      await setPassword(page, DEMO_PASSWORD);
    },
  },
  {
    name: 'password-link-invalid',
    open: async (page) => {
      await forget(page, 'nobody@acme.example');
      await page.goto(`${broker}/password?token=used`);
    },
  },
  { name: 'screen-2', open: screen2, focus: 'E-mail' },
  {
    name: 'screen-2-refused',
    open: async (page) => await sendEmail(page, 'nobody@acme.example'),
    focus: 'E-mail',
  },
  {
    name: 'one-moment',
    open: async (page) => {
      await holdBefore(page, `${simulator}/**`);
      await sendEmail(page);
    },
  },
  { name: 'simulator-login', open: atProvider },
  {
    name: 'simulator-login-refused',
    open: async (page) => {
      await atProvider(page);
      await page.getByLabel('Password').fill('not-the-password');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    },
  },
  {
    name: 'failure',
    open: async (page) => {
      await atProvider(page);
      await page.getByRole('button', { name: 'Dill Harris' }).click();
      await page.waitForURL(`${broker}/**`);
    },
  },
  {
    name: 'failure-without-a-start',
    open: async (page) => void (await page.goto(`${broker}/login/over`)),
  },
  {
    name: 'failure-of-an-application',
    open: async (page) => {
      const wrong = { redirect_uri: 'https://attacker.example/' };
      await page.goto(new TestApplication(house).authorizationUrl(wrong));
    },
  },
  { name: 'phone-signed-in', open: async (page) => await signInTo(page, phone, admin) },
  { name: 'phone-refused', open: async (page) => void (await page.goto(`${phone}/callback?code=a&state=b`)) },
  { name: 'sign-out', open: askToSignOut },
  {
    name: 'sign-out-one-moment',
    open: async (page) => {
      await askToSignOut(page);
      await holdBefore(page, `${phone}/`);
      await page.getByRole('button', { name: 'Sign out' }).click();
    },
  },
  { name: 'signed-out', open: async (page) => void (await page.goto(`${broker}/logout`)) },
  { name: 'dashboard-start', open: async (page) => void (await page.goto(dashboard)) },
  { name: 'guide', open: async (page) => void (await page.goto(`${dashboard}/guides/okta`)) },
  { name: 'dashboard-failure', open: async (page) => void (await page.goto(`${dashboard}/nowhere`)) },
];
