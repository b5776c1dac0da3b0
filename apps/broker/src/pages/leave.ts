import type { Response } from 'express';
import type { Pages } from './pages.view.js';
import { sendPage } from './send-page.js';

/** A page that goes on by itself: a form's answer may not redirect to another origin (CSP form-action). */
export const leave = (pages: Pages, response: Response, url: string): void => {
  response.set('Refresh', `0; url=${url}`);
  sendPage(response, 200, pages.leave({ url }));
};
