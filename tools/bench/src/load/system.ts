/** A thing under load, as an application and its browsers see it. */
export interface System {
  name: 'Portico' | 'bare libraries';
  origin: string;
  issuer: string;
  authorizationPath: string;
  tokenPath: string;
  jwksPath: string;
  client: { id: string; secret: string; redirectUri: string };
  /** How a page's link to the screen for the e-mail is called; undefined where the first screen asks for it. */
  ssoLink?: string;
  /** Who signs in. */
  emails: string[];
}
