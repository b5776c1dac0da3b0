import type { Response } from 'express';

/** Sends a page of the login: never cached, never a source of a referrer, never inside a frame. */
export const sendPage = (response: Response, status: number, html: string): void => {
  response.status(status).set('Cache-Control', 'no-store').type('html').send(html);
};
