/** What stands in a guide's place for a value, as the Markdown has it. */
interface Places {
  redirectUri: string | undefined;
  backchannelLogoutUri?: string | undefined;
  brokerUrl: string;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** The HTML of a guide with the values of the connection that it is read for; a value is text, never HTML. */
export const fillIn = (html: string, { redirectUri, backchannelLogoutUri, brokerUrl }: Places): string =>
  html
    .replaceAll('{redirectUri}', () => escape(redirectUri ?? '{redirectUri}'))
    .replaceAll('{backchannelLogoutUri}', () => escape(backchannelLogoutUri ?? '{backchannelLogoutUri}'))
    .replaceAll('{brokerUrl}', () => escape(brokerUrl === '' ? '{brokerUrl}' : brokerUrl));
