/** What every key that `npm start` makes begins with: nine bytes of base64url, so a cookie key may begin with it too. */
export const DEMO_KEY = 'portico_demo';

/** Whether a key (its id, or its base64url) was made for a demo. */
export const isDemoKey = (text: string): boolean => text.startsWith(DEMO_KEY);
