/** The mistakes in pasted values in German, by the rule of the linter (LINT_RULES of the policy). */
export const lintDe: Readonly<Record<string, string>> = {
  tenant_placeholder:
    'Setzen Sie die ID Ihres Verzeichnisses an die Stelle von {tenant}: „Verzeichnis-ID (Mandant)“ in der Übersicht Ihrer App-Registrierung.',
  placeholder:
    'In dieser Adresse ist ein Platzhalter übrig. Setzen Sie Ihren eigenen Namen ein, ohne die Klammern.',
  saml_address:
    'Das ist eine SAML-Adresse. Portico meldet über OpenID Connect an: Legen Sie stattdessen eine OpenID-Connect-Anwendung an.',
  endpoint_address:
    'Das ist die Adresse eines einzelnen Endpunkts. Tragen Sie den Issuer ein, der davor steht.',
  well_known_variant:
    'Hinter /.well-known taugt nur openid-configuration. Tragen Sie den Issuer ein oder die Adresse, die auf /.well-known/openid-configuration endet.',
  trailing_path: 'Hinter dem Issuer steht in dieser Adresse noch etwas. Tragen Sie sie ohne das ein.',
  address_query:
    'Ein Issuer hat keinen Teil, der mit einem Fragezeichen oder einer Raute beginnt. Tragen Sie die Adresse ohne ihn ein.',
  http_address: 'Die Adresse muss mit https:// beginnen.',
  scheme_missing: 'Die Adresse muss mit https:// beginnen.',
  issuer_differs:
    'Der Anbieter nennt sich selbst anders als diese Adresse. Tragen Sie den Namen ein, den er sich gibt.',
  azure_many_tenants:
    'Diese Adresse steht für alle Verzeichnisse, jeder könnte sich also anmelden. Setzen Sie die „Verzeichnis-ID (Mandant)“ aus der Übersicht Ihrer App-Registrierung an die Stelle des Wortes.',
  azure_tenant_name:
    'Die Adresse muss Ihr Verzeichnis mit seiner ID nennen. Nehmen Sie die „Verzeichnis-ID (Mandant)“ aus der Übersicht Ihrer App-Registrierung.',
  azure_v1_issuer: 'Das ist die Adresse der Version 1. Portico braucht Version 2, die auf /v2.0 endet.',
  azure_address: 'Das ist nicht die Adresse Ihres Verzeichnisses; sie endet auf dessen ID und /v2.0.',
  quotes: 'Um diesen Wert stehen Anführungszeichen. Fügen Sie ihn ohne sie ein.',
  white_space:
    'In diesem Wert ist Leerraum, der nicht dazugehört. Fügen Sie ihn ohne Leerzeichen und Zeilenumbrüche ein.',
  characters:
    'In diesem Wert sind Zeichen, die nicht dazugehören können, vielleicht unsichtbare. Kopieren Sie ihn noch einmal bei Ihrem Anbieter.',
  address_characters:
    'In dieser Adresse sind Zeichen, die eine Adresse nicht haben kann, vielleicht unsichtbare.',
  azure_secret_id:
    'Das ist die ID des Geheimnisses. Fügen Sie die Spalte „Wert“ aus „Zertifikate & Geheimnisse“ ein; sie wird nur direkt nach dem Erzeugen gezeigt.',
  secret_is_client_id: 'Das ist noch einmal die Client ID. Fügen Sie das Client Secret ein.',
  okta_admin_host: 'Das ist die Adresse von Oktas Admin Console. Der Issuer hat kein -admin in seinem Namen.',
  okta_app_address:
    'Das ist die Adresse einer Seite in Okta. Der Issuer ist allein die Adresse Ihrer Okta-Organisation.',
  onelogin_address: 'Die Adresse bei OneLogin ist die Ihrer eigenen Subdomain und endet auf /oidc/2.',
  keycloak_page_address:
    'Das ist die Adresse einer Seite oder eines Endpunkts von Keycloak. Der Issuer endet auf /realms/ und den Realm.',
  keycloak_auth_path:
    'Unter dieser Adresse ist nichts. Keycloak vor Version 17 hat /auth vor /realms, neuere nicht.',
  keycloak_realm_missing: 'Die Adresse eines Keycloak-Realms endet auf /realms/ und den Namen des Realms.',
};
