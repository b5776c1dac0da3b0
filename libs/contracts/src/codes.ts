/** Whose move it is after a refusal. */
export type Turn = 'user' | 'tenant_admin' | 'application_team' | 'operator' | 'identity_provider';

/** One refusal: what every kind of door makes of it. */
export interface CodeEntry {
  /** The HTTP status of pages and problem details (RFC 9457). */
  status: number;
  turn: Turn;
  /** One safe sentence for a stranger that says what to do. */
  userText: string;
  /** What happened and why, for the tenant's admin and for support. */
  adminText: string;
  /** The error it becomes at a protocol edge, where that is not `access_denied` (RFC 6749 §4.1.2.1, §5.2). */
  oauth?: string;
}

const entries = {
  // A login's own course
  interaction_expired: {
    status: 400,
    turn: 'user',
    userText: 'This sign-in page has expired. Start again from the application.',
    adminText: 'The sign-in page was open for longer than an hour, or its cookie is gone.',
  },
  callback_state_invalid: {
    status: 400,
    turn: 'user',
    userText: 'This sign-in could not be continued. Start again.',
    adminText:
      'The state in the answer of the identity provider is missing, repeated or not the one that was sent.',
  },
  login_of_another_browser: {
    status: 400,
    turn: 'user',
    userText: 'This sign-in was started in another browser or has expired. Start again here.',
    adminText: 'The answer of the identity provider arrived in a browser that did not start this login.',
  },
  login_already_used: {
    status: 400,
    turn: 'user',
    userText: 'This sign-in has been used already. Start again if you are not signed in.',
    adminText: 'The answer of the identity provider was delivered a second time.',
  },
  login_expired: {
    status: 400,
    turn: 'user',
    userText: 'This sign-in took too long. Start again.',
    adminText: 'The answer of the identity provider came later than 15 minutes after the login started.',
  },
  application_request_invalid: {
    status: 400,
    turn: 'application_team',
    userText:
      'The application sent a sign-in request that Portico cannot accept. Tell the people who run it.',
    adminText:
      'The authorization request is not valid for this application (redirect URI, PKCE, scope or parameter).',
    oauth: 'invalid_request',
  },
  sign_in_refused: {
    status: 403,
    turn: 'user',
    userText: 'You were not signed in: the sign-in was cancelled or refused. Start again.',
    adminText: 'Portico answered the sign-in request of the application with an OAuth error.',
  },
  cross_site_request: {
    status: 403,
    turn: 'user',
    userText: 'This request came from another site, so nothing was done. Go back and use the button there.',
    adminText: 'A form was sent from a page of another origin, or by a browser that does not say from where.',
  },
  // Passwords
  credentials_invalid: {
    status: 401,
    turn: 'user',
    userText: 'The e-mail address or the password is not right.',
    adminText: 'No active user of a tenant that allows passwords has this address and this password.',
  },
  choice_expired: {
    status: 400,
    turn: 'user',
    userText: 'This choice has expired. Sign in again.',
    adminText:
      'The organisation was chosen later than five minutes after the password, or in another browser.',
  },
  too_many_attempts: {
    status: 429,
    turn: 'user',
    userText: 'Too many attempts. Wait a while, or log in with SSO if your company has it.',
    adminText:
      'The limit of attempts for this address or from this network is reached; it refills by itself.',
  },
  second_factor_required: {
    status: 403,
    turn: 'user',
    userText: 'A second factor is needed to sign in here. Start again, and give it when you are asked.',
    adminText:
      'A password alone is not enough: the tenant, or the role of an operator or of support, demands a second factor, or the user has set one up.',
  },
  second_factor_unproved: {
    status: 403,
    turn: 'tenant_admin',
    userText:
      'Your company wants a second factor, and its identity provider has not said that you gave one. Tell your administrator.',
    adminText:
      'The tenant wants a second factor proved at single sign-on, and the amr of the identity provider has no mfa (RFC 8176 §2).',
  },
  factor_code_invalid: {
    status: 401,
    turn: 'user',
    userText: 'This code is not right, or was used before. Wait for the next one and enter it.',
    adminText:
      'The code is none of the authenticator app of this user at this time, or has been used already.',
  },
  passkey_invalid: {
    status: 401,
    turn: 'user',
    userText: 'The passkey was not accepted. Try again, or start the sign-in again.',
    adminText:
      'The answer of the passkey is not for this challenge, address or user, was sent twice, or its counter went backwards.',
  },
  factor_step_expired: {
    status: 400,
    turn: 'user',
    userText: 'This step of the sign-in is over. Sign in again.',
    adminText:
      'The second factor came too late, after too many tries, out of order, or in another sign-in than the password.',
  },
  factor_set_up_already: {
    status: 409,
    turn: 'user',
    userText: 'You have set up a second factor already. Sign in again, and use that one.',
    adminText:
      'A first second factor was to be set up for a user who has one; an admin can remove a lost one.',
  },
  password_link_invalid: {
    status: 400,
    turn: 'user',
    userText: 'This link has been used already or has expired. Ask for a new one.',
    adminText: 'A one-time link for a password counts once and for one hour; a newer link voids it.',
  },
  password_unfit: {
    status: 422,
    turn: 'user',
    userText: 'Choose a longer or less common password: at least 12 characters.',
    adminText: 'The password is too short, too long or well known (NIST SP 800-63B §3.1.1.2).',
  },
  // Modes and settings
  sso_not_found: {
    status: 404,
    turn: 'user',
    userText:
      'We found no single sign-on for this e-mail address. Check the address, or sign in with your password.',
    adminText: 'The address is unknown, or its tenant has no connection switched on.',
  },
  sso_required: {
    status: 403,
    turn: 'user',
    userText: 'Your company signs in with single sign-on. Use "Log in with SSO".',
    adminText: 'An enforced connection refuses passwords and every other way in.',
  },
  connection_off: {
    status: 403,
    turn: 'tenant_admin',
    userText: 'This way of signing in is switched off. Ask your administrator.',
    adminText: 'The connection is off, or was switched off while the login was under way.',
  },
  connection_not_enforced: {
    status: 403,
    turn: 'user',
    userText: 'Your company signs in another way. Start again and choose the one that is offered.',
    adminText: 'Another connection of the tenant is enforced, so one that is only enabled is refused.',
  },
  connection_changed: {
    status: 409,
    turn: 'user',
    userText: "Your company's sign-in settings have just changed. Start again.",
    adminText: 'The issuer or the client id of the connection changed while the login was under way.',
  },
  connection_not_ready: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'Single sign-on of your company is not set up yet. Ask your administrator.',
    adminText: 'The connection is a draft: client id, client secret and discovery URL are not all there.',
  },
  preselection_invalid: {
    status: 400,
    turn: 'application_team',
    userText:
      'The application asked for a way of signing in that does not exist. Tell the people who run it.',
    adminText:
      'identity_provider or idp_identifier names no connection that is on in a tenant of this application.',
  },
  start_link_invalid: {
    status: 404,
    turn: 'user',
    userText:
      'This link cannot start a sign-in. Open the application that you want to use, and sign in there.',
    adminText:
      'The link names an application that has no initiate_login_uri, or a connection that is off, or an iss that is not its issuer.',
  },
  unlisted_provider_off: {
    status: 409,
    turn: 'operator',
    userText: 'Ask support to switch this provider on for your company.',
    adminText: 'An unlisted provider can be set up once support has switched it on for the tenant.',
  },
  google_not_configured: {
    status: 409,
    turn: 'operator',
    userText: 'Google sign-in is not set up here. Ask the people who run this service.',
    adminText:
      "The deployment's configuration has no Google client (PORTICO_GOOGLE_CLIENT_ID and the secret).",
  },
  tenant_inactive: {
    status: 403,
    turn: 'operator',
    userText: "Your company's account is not active. Ask your administrator.",
    adminText: 'The tenant is suspended.',
  },
  application_not_admitted: {
    status: 403,
    turn: 'application_team',
    userText: 'Your company does not use this application. Ask your administrator.',
    adminText: 'The application is limited to other tenants or connections.',
  },
  settings_stale: {
    status: 503,
    turn: 'operator',
    userText: 'Sign-in is not available for a moment. Try again shortly.',
    adminText:
      "The broker has had no contact with the tenant's settings for too long and decides nothing from old ones.",
    oauth: 'temporarily_unavailable',
  },
  // What the identity provider sends
  upstream_denied: {
    status: 403,
    turn: 'user',
    userText: 'Your identity provider did not let you in. Try again, or ask your administrator.',
    adminText:
      'The identity provider answered access_denied: the person cancelled, or is not assigned to the application there.',
  },
  upstream_refused: {
    status: 502,
    turn: 'tenant_admin',
    userText: "Your company's identity provider refused the sign-in. Ask your administrator.",
    adminText: 'The identity provider answered the authorization request with an error.',
  },
  upstream_unreachable: {
    status: 502,
    turn: 'identity_provider',
    userText: "Your company's identity provider cannot be reached. Try again in a few minutes.",
    adminText: 'No connection to the identity provider, or it answered with a server error.',
    oauth: 'temporarily_unavailable',
  },
  upstream_timeout: {
    status: 504,
    turn: 'identity_provider',
    userText: "Your company's identity provider takes too long to answer. Try again in a few minutes.",
    adminText: 'The identity provider did not answer within 10 seconds.',
    oauth: 'temporarily_unavailable',
  },
  upstream_answer_invalid: {
    status: 502,
    turn: 'identity_provider',
    userText: "Your company's identity provider gave an answer that cannot be used. Ask your administrator.",
    adminText:
      'The answer is not what OpenID Connect prescribes: not JSON, too large, a redirect, or members missing.',
  },
  upstream_client_refused: {
    status: 502,
    turn: 'tenant_admin',
    userText:
      'Single sign-on of your company needs attention. Ask your administrator to renew its client secret.',
    adminText:
      'The identity provider refused the client secret (invalid_client): it is wrong, has expired, or is sent in another way than the application there expects (token endpoint authentication).',
  },
  upstream_secret_expired: {
    status: 502,
    turn: 'tenant_admin',
    userText:
      'Single sign-on of your company needs attention. Ask your administrator to renew its client secret.',
    adminText:
      'The client secret has expired at the identity provider. Make a new one there and enter it here.',
  },
  upstream_client_unknown: {
    status: 502,
    turn: 'tenant_admin',
    userText: 'Single sign-on of your company needs attention. Ask your administrator.',
    adminText:
      'The identity provider does not know the client id, has switched the application off, or does not know the directory in the issuer. Compare client id and Discovery URL with the application there.',
  },
  upstream_redirect_uri_unknown: {
    status: 502,
    turn: 'tenant_admin',
    userText: 'Single sign-on of your company needs attention. Ask your administrator.',
    adminText:
      'The redirect URI is not registered at the identity provider. Copy it from the connection into the application there, letter by letter.',
  },
  upstream_scope_refused: {
    status: 502,
    turn: 'tenant_admin',
    userText: 'Single sign-on of your company needs attention. Ask your administrator.',
    adminText:
      'The identity provider refused a scope (invalid_scope). Take it out of the connection, or allow it for the application there.',
  },
  upstream_not_assigned: {
    status: 403,
    turn: 'tenant_admin',
    userText:
      'Your account may not use this application at your identity provider. Ask your administrator to assign it to you.',
    adminText:
      'The person, or a group of theirs, is not assigned to the application at the identity provider, or is not in its directory.',
  },
  upstream_consent_needed: {
    status: 403,
    turn: 'tenant_admin',
    userText:
      'Your identity provider wants an administrator to approve this application first. Ask your administrator.',
    adminText:
      'Nobody has consented to the permissions of the application. An administrator of the identity provider grants consent there once, for everybody.',
  },
  upstream_policy_refused: {
    status: 403,
    turn: 'tenant_admin',
    userText:
      'A security rule of your identity provider stopped this sign-in. Use a device and a network that it admits, or ask your administrator.',
    adminText:
      'A policy of the identity provider (conditional access, device, network or risk) refused the sign-in. Its own sign-in log names the policy.',
  },
  google_client_refused: {
    status: 502,
    turn: 'operator',
    userText: 'Google sign-in is not set up rightly here. Ask the people who run this service.',
    adminText:
      "Google refused the platform's own client: client id, secret, redirect URI or scope is wrong, or the client was deleted. No tenant can mend that.",
  },
  upstream_code_refused: {
    status: 502,
    turn: 'user',
    userText: 'Your identity provider no longer accepts this sign-in. Start again.',
    adminText: 'The identity provider refused the authorization code (invalid_grant).',
  },
  callback_parameters_invalid: {
    status: 400,
    turn: 'tenant_admin',
    userText: 'The answer of your identity provider could not be used. Start again.',
    adminText:
      'The answer carries no code, a parameter twice, or tokens in the address; only the authorization code flow is accepted.',
  },
  issuer_parameter_invalid: {
    status: 400,
    turn: 'tenant_admin',
    userText: 'The answer did not come from the identity provider of your company. Start again.',
    adminText: 'The iss parameter of the answer is missing or names another issuer (RFC 9207).',
  },
  id_token_missing: {
    status: 502,
    turn: 'tenant_admin',
    userText: "Your company's identity provider gave an answer that cannot be used. Ask your administrator.",
    adminText: 'The token answer carries no ID token: the scope openid is missing at the identity provider.',
  },
  id_token_signature_invalid: {
    status: 502,
    turn: 'identity_provider',
    userText:
      "Your company's identity provider gave an answer that cannot be trusted. Ask your administrator.",
    adminText:
      "The signature of the ID token does not fit the identity provider's published keys, or its algorithm is not allowed.",
  },
  id_token_nonce_invalid: {
    status: 502,
    turn: 'identity_provider',
    userText: 'This sign-in could not be verified. Start again.',
    adminText: 'The nonce of the ID token is missing or belongs to another login.',
  },
  id_token_issuer_invalid: {
    status: 502,
    turn: 'tenant_admin',
    userText:
      "Your company's identity provider gave an answer that cannot be trusted. Ask your administrator.",
    adminText: 'The ID token names another issuer than the connection.',
  },
  id_token_audience_invalid: {
    status: 502,
    turn: 'tenant_admin',
    userText:
      "Your company's identity provider gave an answer that cannot be trusted. Ask your administrator.",
    adminText: 'The ID token was made for another client (aud or azp).',
  },
  id_token_time_invalid: {
    status: 502,
    turn: 'identity_provider',
    userText: "The clock of your company's identity provider is wrong. Ask your administrator.",
    adminText: 'The ID token has expired, is not valid yet, or was issued at an implausible time.',
  },
  id_token_invalid: {
    status: 502,
    turn: 'identity_provider',
    userText: "Your company's identity provider gave an answer that cannot be used. Ask your administrator.",
    adminText: 'A claim that OpenID Connect requires is missing from the ID token or malformed.',
  },
  userinfo_subject_mismatch: {
    status: 502,
    turn: 'identity_provider',
    userText:
      "Your company's identity provider gave an answer that cannot be trusted. Ask your administrator.",
    adminText: 'The userinfo answer is about another subject, or contradicts the ID token.',
  },
  userinfo_method_refused: {
    status: 502,
    turn: 'tenant_admin',
    userText: 'Single sign-on of your company needs attention. Ask your administrator.',
    adminText:
      'The userinfo endpoint does not accept the HTTP method of the connection. Choose the other Method, GET or POST.',
  },
  userinfo_refused: {
    status: 502,
    turn: 'tenant_admin',
    userText: 'Single sign-on of your company needs attention. Ask your administrator.',
    adminText:
      'The userinfo endpoint refused the access token that the identity provider had just issued. Check the scopes and the Method of the connection, and what the application may read there.',
  },
  reauth_unprovable: {
    status: 403,
    turn: 'tenant_admin',
    userText:
      'The application wants you to sign in afresh, and your identity provider did not confirm that. Start again, or ask your administrator.',
    adminText:
      'max_age or prompt=login was asked for, and the ID token carries no auth_time or one that is too old (OpenID Connect Core 1.0 §3.1.2.1).',
    oauth: 'login_required',
  },
  acr_unmet: {
    status: 403,
    turn: 'user',
    userText:
      'The application demands a stronger way of signing in than the one you used. Start again and use it.',
    adminText: 'acr is essential to the application, and the ID token carries none of the values asked for.',
    oauth: 'unmet_authentication_requirements',
  },
  did_not_return: {
    status: 408,
    turn: 'tenant_admin',
    userText: 'The sign-in was not finished. Start again.',
    adminText:
      'The browser did not come back within 15 minutes: given up, or the redirect URI is not registered at the identity provider.',
  },
  // Matching
  email_missing: {
    status: 403,
    turn: 'tenant_admin',
    userText: "Your company's identity provider did not tell us your e-mail address. Ask your administrator.",
    adminText:
      'No e-mail claim arrived, and no user is linked to this identity yet. Release the claim at the identity provider.',
  },
  email_unverified: {
    status: 403,
    turn: 'tenant_admin',
    userText:
      "Your company's identity provider has not confirmed your e-mail address. Ask your administrator.",
    adminText:
      'email_verified is false or absent, so the address cannot prove who this is on a first sign-in.',
  },
  user_unknown: {
    status: 403,
    turn: 'tenant_admin',
    userText:
      'You are signed in at your company, but have no account here yet. Ask your administrator to add you.',
    adminText: 'No user of this tenant has the e-mail address that the identity provider confirmed.',
  },
  user_ambiguous: {
    status: 403,
    turn: 'tenant_admin',
    userText: 'More than one account has your e-mail address. Ask your administrator.',
    adminText: 'Two or more active users of this tenant share the e-mail address; none was chosen.',
  },
  user_deactivated: {
    status: 403,
    turn: 'tenant_admin',
    userText: 'Your account has been deactivated. Ask your administrator.',
    adminText: 'The user is deactivated in this tenant.',
  },
  link_conflict: {
    status: 403,
    turn: 'tenant_admin',
    userText: 'Your account is linked to another identity. Ask your administrator.',
    adminText:
      'The matched user is already linked to another subject of this connection; an admin can release the link.',
  },
  link_released: {
    status: 403,
    turn: 'user',
    userText: 'Your account is no longer linked to this sign-in. Sign in again.',
    adminText: 'An admin released the identity that this session was begun with.',
  },
  logout_token_invalid: {
    status: 400,
    turn: 'identity_provider',
    userText: 'The logout request was not accepted, and nobody was signed out by it.',
    adminText:
      'The logout token of the identity provider is not valid for this connection (OpenID Connect Back-Channel Logout 1.0 §2.6), or came a second time.',
    oauth: 'invalid_request',
  },
  link_missing: {
    status: 403,
    turn: 'tenant_admin',
    userText: 'Your account is not linked to this sign-in yet. Ask your administrator.',
    adminText: 'The tenant admits only identities that were linked beforehand (pre_linked_only).',
  },
  mailbox_code_invalid: {
    status: 403,
    turn: 'user',
    userText: 'This code is not right or has expired. Start again to get a new one.',
    adminText: 'The code of the mailbox proof was wrong, too old, used, or tried too often.',
  },
  // Recovery, while single sign-on is enforced
  recovery_code_invalid: {
    status: 403,
    turn: 'user',
    userText: 'The e-mail address or the recovery code is not right, or the code has been used.',
    adminText:
      'No active administrator of a company that enforces single sign-on has this address and this unused, confirmed code.',
  },
  recovery_not_open: {
    status: 403,
    turn: 'user',
    userText:
      'Recovery codes work only for administrators, only while single sign-on is enforced, and only in the dashboard.',
    adminText:
      'A recovery sign-in is kept only for an active administrator, while a connection is enforced, and in an application that may mend single sign-on.',
  },
  recovery_limited: {
    status: 403,
    turn: 'user',
    userText: 'A recovery sign-in can mend single sign-on or switch it down, and nothing else.',
    adminText:
      'The bearer signed in by a recovery code, or is an operator with an opened break-glass: modes go down only, and values of an enforced connection go live by a passed test.',
  },
  recovery_codes_required: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'Make recovery codes and confirm one of them first, so that you cannot be locked out.',
    adminText:
      'Enforcing demands confirmed recovery codes of the administrator who does it, or of any one where a machine does it.',
  },
  break_glass_closed: {
    status: 403,
    turn: 'operator',
    userText: 'Ask for a break-glass for this company first, and have a second person approve it.',
    adminText:
      "An operator writes to a tenant's single sign-on only while a break-glass of their own is open for it.",
  },
  break_glass_own: {
    status: 403,
    turn: 'operator',
    userText: 'Somebody else has to approve this.',
    adminText: 'Whoever asked for a break-glass cannot approve it.',
  },
  break_glass_ended: {
    status: 409,
    turn: 'operator',
    userText: 'This request is over. Ask again.',
    adminText: 'The break-glass was approved or ended already, or waited for longer than an hour.',
  },
  // Setting up a connection
  test_link_invalid: {
    status: 400,
    turn: 'tenant_admin',
    userText: 'This test has expired or was opened already. Start another one from the settings.',
    adminText: 'The address of a test sign-in opens once, within 15 minutes.',
  },
  test_required: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'Test the sign-in as an administrator first.',
    adminText:
      'Enforcing demands that a test or a login by an active administrator has passed on the live revision.',
  },
  rehearsal_outdated: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'This rehearsal is too old, or something has changed since. Rehearse again.',
    adminText:
      'A rehearsal counts for 15 minutes, for its own connection, its revision and the settings version it was made with.',
  },
  set_up_link_invalid: {
    status: 400,
    turn: 'tenant_admin',
    userText: 'This set-up link has expired, was withdrawn or was opened already. Ask for another one.',
    adminText: 'A set-up link opens once, in one browser, until it expires or is revoked.',
  },
  support_request_open: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'You have asked already. Support will answer here.',
    adminText: 'A request of this kind is still open for the tenant.',
  },
  support_request_answered: {
    status: 409,
    turn: 'operator',
    userText: 'Somebody has answered this already.',
    adminText: 'The support request is not open any more; an answer is given once.',
  },
  connection_values_invalid: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'Some of these values cannot be right. Each is explained.',
    adminText:
      'The values have a mistake that is known from this provider; where possible the corrected value is given.',
  },
  revision_untested: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'Test the new values before they replace ones that everybody depends on.',
    adminText: 'Values of an enforced connection go live only after a passed test.',
  },
  domain_invalid: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'This is not a domain that e-mail addresses of a company can have.',
    adminText: 'It is no registrable domain name, or a public suffix or mailbox provider.',
  },
  domain_taken: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'Another company has proved this domain. Ask support if it is yours.',
    adminText: 'A domain belongs to one tenant at most.',
  },
  domain_unproved: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'The TXT record was not found yet. DNS changes can take an hour; check the name and the value.',
    adminText: "No TXT record of the name carries the challenge's value.",
  },
  domain_challenge_expired: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'This challenge has expired. Start again with a new one.',
    adminText: 'A domain challenge is valid for seven days.',
  },
  dns_unavailable: {
    status: 503,
    turn: 'operator',
    userText: 'The domain cannot be looked up for a moment. Try again shortly.',
    adminText: 'The DNS resolver did not answer, or answered with a failure.',
  },
  domain_limit_reached: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'There is no room for another domain. Remove one that is no longer used.',
    adminText: 'The tenant has 100 domains, proved and pending ones together.',
  },
  exemption_limit_reached: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'There is no room for another exemption. End one that is no longer needed.',
    adminText: 'The tenant has 1,000 exemptions that have not ended.',
  },
  discovery_url_malformed: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'This is not a web address.',
    adminText:
      'The Discovery URL cannot be read as an address, or carries credentials, a query or a fragment.',
  },
  discovery_url_insecure: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'The Discovery URL must begin with https://.',
    adminText:
      'Only https addresses on port 443 are reached, except origins that the operator allowed by name.',
  },
  discovery_url_private: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'The Discovery URL points into a private network, which Portico does not reach.',
    adminText: 'The host is, or resolves to, a loopback, private, link-local or otherwise special address.',
  },
  discovery_unreachable: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'Nothing answers at this Discovery URL. Check it for typing mistakes.',
    adminText: 'No connection, or no answer within 10 seconds.',
  },
  discovery_not_openid: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'This address does not belong to an OpenID Connect provider.',
    adminText: 'There is no valid OpenID configuration document at the address.',
  },
  discovery_issuer_mismatch: {
    status: 422,
    turn: 'tenant_admin',
    userText:
      'The provider names itself differently from this Discovery URL. Copy the issuer from its settings.',
    adminText:
      'The issuer in the OpenID configuration differs from the address (OpenID Connect Discovery 1.0 §4.3).',
  },
  discovery_multi_tenant: {
    status: 422,
    turn: 'tenant_admin',
    userText:
      'This Discovery URL is for the accounts of every company. Use the one with the id of your own directory.',
    adminText:
      'The issuer in the OpenID configuration is a template (common, organizations): anybody with an account anywhere could sign in.',
  },
  client_secret_required: {
    status: 422,
    turn: 'tenant_admin',
    userText: 'Enter the client secret again.',
    adminText: 'The issuer or the client id changed, so the stored secret is not sent to the new one.',
  },
  connection_on: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'Switch this connection off before you remove it.',
    adminText: 'A connection that is enabled or enforced cannot be removed: people may sign in with it.',
  },
  connection_limit_reached: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'There is no room for another connection. Remove one that is no longer used.',
    adminText: 'The tenant has 50 connections, as many as one message to the broker can hold.',
  },
  // Programming interfaces
  request_invalid: {
    status: 400,
    turn: 'application_team',
    userText: 'The request is not valid.',
    adminText: 'One or more fields of the request do not fit; each is named.',
    oauth: 'invalid_request',
  },
  token_invalid: {
    status: 401,
    turn: 'application_team',
    userText: 'You are not signed in.',
    adminText: 'The access token is missing, has expired, was revoked, or was made for another audience.',
    oauth: 'invalid_token',
  },
  scope_insufficient: {
    status: 403,
    turn: 'application_team',
    userText: 'You may not do this.',
    adminText: 'The access token does not carry the scope or the role that this operation needs.',
    oauth: 'insufficient_scope',
  },
  not_found: {
    status: 404,
    turn: 'application_team',
    userText: 'There is nothing at this address.',
    adminText: 'It does not exist, or belongs to another tenant.',
  },
  slug_taken: {
    status: 409,
    turn: 'application_team',
    userText: 'This short name is taken.',
    adminText: 'Another tenant has this slug.',
  },
  application_id_taken: {
    status: 409,
    turn: 'application_team',
    userText: 'This application id is taken.',
    adminText: 'Another application has this id.',
  },
  secret_not_used: {
    status: 409,
    turn: 'application_team',
    userText: 'This application has no secret.',
    adminText: 'The application is public, or proves itself by a key of its own (private_key_jwt).',
  },
  secret_is_last: {
    status: 409,
    turn: 'application_team',
    userText: 'Make a new secret before you remove this one.',
    adminText: 'It is the only secret of the application that does not end by itself.',
  },
  secret_limit_reached: {
    status: 409,
    turn: 'application_team',
    userText: 'There is no room for another secret. Remove one that is no longer used.',
    adminText:
      'The application has five secrets that have not ended; without an overlap the older ones end at once.',
  },
  audience_taken: {
    status: 409,
    turn: 'application_team',
    userText: 'This audience is taken.',
    adminText: "Another resource server has this audience, or it is the one of Portico's own APIs.",
  },
  resource_server_in_use: {
    status: 409,
    turn: 'application_team',
    userText: 'Applications still use this. Take it out of them first.',
    adminText:
      'Applications name this audience, or a scope that it would lose; they are named, and each must give it up first.',
  },
  external_id_taken: {
    status: 409,
    turn: 'application_team',
    userText: 'This external id is taken.',
    adminText: 'Another user of the tenant has this external id.',
  },
  user_id_taken: {
    status: 409,
    turn: 'operator',
    userText: 'This id is taken.',
    adminText:
      'Another user has this id, perhaps in another tenant. Applications know people by it, so no two may share one.',
  },
  last_admin: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'This is the last administrator of the company. Make somebody else an administrator first.',
    adminText: 'A tenant that has an active administrator keeps one: roles, status and removal are refused.',
  },
  revision_conflict: {
    status: 412,
    turn: 'application_team',
    userText: 'Somebody else has changed this in the meantime. Load it again.',
    adminText: 'If-Match names another revision than the stored one (RFC 9110 §13.1.1).',
  },
  idempotency_key_reused: {
    status: 422,
    turn: 'application_team',
    userText: 'This request was sent before with other content.',
    adminText: 'The Idempotency-Key was used for another request within the last 24 hours.',
  },
  request_under_way: {
    status: 409,
    turn: 'application_team',
    userText: 'The same request is being worked on. Try again shortly.',
    adminText: 'A request with this Idempotency-Key has not ended yet.',
  },
  import_out_of_step: {
    status: 409,
    turn: 'application_team',
    userText: 'This import continues at another line.',
    adminText: 'The first line of a resumed import must follow the last one that was stored.',
  },
  rehearsal_required: {
    status: 409,
    turn: 'tenant_admin',
    userText: 'Rehearse before enforcing.',
    adminText:
      'Enforcing demands a rehearsal for the present settings; only the platform scope sso:seed may skip it.',
  },
  // Everything else
  try_again: {
    status: 503,
    turn: 'operator',
    userText: 'Sign-in is not available for a moment. Try again shortly.',
    adminText: 'A part of Portico (database, NATS or another service) did not answer in time.',
    oauth: 'temporarily_unavailable',
  },
  internal_error: {
    status: 500,
    turn: 'operator',
    userText: 'Something went wrong here. Try again, and tell support the reference if it stays.',
    adminText: 'An error that the catalogue does not know; the log has it under the trace id.',
    oauth: 'server_error',
  },
} as const satisfies Record<string, CodeEntry>;

/** The stable name of a refusal: never renamed, never reused. */
export type Code = keyof typeof entries;

/** The error catalogue: every refusal that a person, an application or a service can meet. */
export const CODES: Readonly<Record<Code, CodeEntry>> = Object.freeze(entries);

/** True for a string that names an entry of the catalogue. */
export const isCode = (value: unknown): value is Code =>
  typeof value === 'string' && Object.hasOwn(entries, value);
