/** Google's issuer; what its tokens and its document are held against. */
export const GOOGLE_ISSUER = 'https://accounts.google.com';

/** The platform's registration as a client at Google, which the Google connections of all tenants share. */
export interface GoogleClient {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** The platform's own Google client, from the deployment's configuration; undefined where there is none. */
export class PlatformGoogle {
  constructor(readonly client?: GoogleClient) {}
}
