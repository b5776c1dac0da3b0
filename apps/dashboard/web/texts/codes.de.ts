import type { Code } from '@portico/contracts';

interface CodeText {
  userText: string;
  adminText: string;
}

const BRAUCHT_ADMIN =
  'Das Single Sign-on Ihrer Firma muss nachgesehen werden. Wenden Sie sich an Ihre Administratoren.';
const ANTWORT_UNBRAUCHBAR =
  'Der Identitätsanbieter Ihrer Firma hat eine Antwort gegeben, die sich nicht verwenden lässt. Wenden Sie sich an Ihre Administratoren.';
const ANTWORT_UNGLAUBWUERDIG =
  'Der Identitätsanbieter Ihrer Firma hat eine Antwort gegeben, der sich nicht trauen lässt. Wenden Sie sich an Ihre Administratoren.';
const GLEICH_NOCH_EINMAL =
  'Die Anmeldung ist einen Moment lang nicht möglich. Versuchen Sie es gleich noch einmal.';

const text = (userText: string, adminText: string): CodeText => ({ userText, adminText });

/** The error catalogue in German: every code of it. */
export const codesDe: Record<Code, CodeText> = {
  interaction_expired: text(
    'Diese Anmeldeseite ist abgelaufen. Beginnen Sie noch einmal in der Anwendung.',
    'Die Anmeldeseite war länger als eine Stunde offen, oder ihr Cookie ist weg.',
  ),
  callback_state_invalid: text(
    'Diese Anmeldung ließ sich nicht fortsetzen. Beginnen Sie noch einmal.',
    'Der state in der Antwort des Identitätsanbieters fehlt, steht doppelt da oder ist nicht der gesendete.',
  ),
  login_of_another_browser: text(
    'Diese Anmeldung wurde in einem anderen Browser begonnen oder ist abgelaufen. Beginnen Sie hier noch einmal.',
    'Die Antwort des Identitätsanbieters kam in einem Browser an, der diese Anmeldung nicht begonnen hat.',
  ),
  login_already_used: text(
    'Diese Anmeldung wurde schon benutzt. Beginnen Sie noch einmal, wenn Sie nicht angemeldet sind.',
    'Die Antwort des Identitätsanbieters wurde ein zweites Mal zugestellt.',
  ),
  login_expired: text(
    'Diese Anmeldung hat zu lange gedauert. Beginnen Sie noch einmal.',
    'Die Antwort des Identitätsanbieters kam später als 15 Minuten nach dem Beginn der Anmeldung.',
  ),
  application_request_invalid: text(
    'Die Anwendung hat eine Anmeldeanfrage geschickt, die Portico nicht annehmen kann. Sagen Sie es denen, die sie betreiben.',
    'Die Anfrage ist für diese Anwendung nicht gültig (Redirect URI, PKCE, Scope oder Parameter).',
  ),
  sign_in_refused: text(
    'Sie wurden nicht angemeldet: Die Anmeldung wurde abgebrochen oder abgelehnt. Beginnen Sie noch einmal.',
    'Portico hat die Anmeldeanfrage der Anwendung mit einem OAuth-Fehler beantwortet.',
  ),
  cross_site_request: text(
    'Diese Anfrage kam von einer anderen Website, deshalb wurde nichts getan. Gehen Sie zurück und benutzen Sie den Knopf dort.',
    'Ein Formular kam von einer Seite anderer Herkunft oder von einem Browser, der nicht sagt, woher.',
  ),
  credentials_invalid: text(
    'Die E-Mail-Adresse oder das Passwort stimmt nicht.',
    'Kein aktiver Benutzer einer Firma, die Passwörter zulässt, hat diese Adresse und dieses Passwort.',
  ),
  choice_expired: text(
    'Diese Auswahl ist abgelaufen. Melden Sie sich noch einmal an.',
    'Die Organisation wurde später als fünf Minuten nach dem Passwort gewählt, oder in einem anderen Browser.',
  ),
  too_many_attempts: text(
    'Zu viele Versuche. Warten Sie eine Weile oder nehmen Sie „Log in with SSO“, wenn Ihre Firma es hat.',
    'Die Grenze der Versuche für diese Adresse oder aus diesem Netz ist erreicht; sie füllt sich von selbst wieder auf.',
  ),
  second_factor_required: text(
    'Für die Anmeldung hier ist ein zweiter Faktor nötig. Beginnen Sie noch einmal und geben Sie ihn an, wenn Sie gefragt werden.',
    'Ein Passwort allein genügt nicht: Die Firma oder die Rolle verlangt einen zweiten Faktor, oder der Benutzer hat einen eingerichtet.',
  ),
  second_factor_unproved: text(
    'Ihre Firma verlangt einen zweiten Faktor, und ihr Identitätsanbieter hat nicht gesagt, dass Sie einen angegeben haben. Sagen Sie es Ihren Administratoren.',
    'Die Firma verlangt einen erwiesenen zweiten Faktor beim Single Sign-on, und in amr des Identitätsanbieters steht kein mfa (RFC 8176 §2).',
  ),
  factor_code_invalid: text(
    'Dieser Code stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten und geben Sie ihn ein.',
    'Der Code ist keiner der Authenticator-App dieses Benutzers zu dieser Zeit, oder er wurde schon benutzt.',
  ),
  passkey_invalid: text(
    'Der Passkey wurde nicht angenommen. Versuchen Sie es noch einmal oder beginnen Sie die Anmeldung neu.',
    'Die Antwort des Passkeys gehört nicht zu dieser Aufgabe, Adresse oder Person, kam doppelt, oder ihr Zähler lief rückwärts.',
  ),
  factor_step_expired: text(
    'Dieser Schritt der Anmeldung ist vorbei. Melden Sie sich noch einmal an.',
    'Der zweite Faktor kam zu spät, nach zu vielen Versuchen, außer der Reihe oder in einer anderen Anmeldung als das Passwort.',
  ),
  factor_set_up_already: text(
    'Sie haben schon einen zweiten Faktor eingerichtet. Melden Sie sich noch einmal an und benutzen Sie ihn.',
    'Ein erster zweiter Faktor sollte für einen Benutzer eingerichtet werden, der schon einen hat; einen verlorenen entfernt ein Administrator.',
  ),
  password_link_invalid: text(
    'Dieser Link wurde schon benutzt oder ist abgelaufen. Fordern Sie einen neuen an.',
    'Ein Einmal-Link für ein Passwort gilt einmal und eine Stunde; ein neuerer macht ihn ungültig.',
  ),
  password_unfit: text(
    'Wählen Sie ein längeres oder weniger gebräuchliches Passwort: mindestens 12 Zeichen.',
    'Das Passwort ist zu kurz, zu lang oder allgemein bekannt (NIST SP 800-63B §3.1.1.2).',
  ),
  sso_not_found: text(
    'Für diese E-Mail-Adresse haben wir kein Single Sign-on gefunden. Prüfen Sie die Adresse oder melden Sie sich mit Ihrem Passwort an.',
    'Die Adresse ist unbekannt, oder ihre Firma hat keine Verbindung eingeschaltet.',
  ),
  sso_required: text(
    'Ihre Firma meldet sich mit Single Sign-on an. Nehmen Sie „Log in with SSO“.',
    'Eine erzwungene Verbindung lehnt Passwörter und jeden anderen Weg ab.',
  ),
  connection_off: text(
    'Dieser Weg der Anmeldung ist ausgeschaltet. Wenden Sie sich an Ihre Administratoren.',
    'Die Verbindung ist aus oder wurde ausgeschaltet, während die Anmeldung lief.',
  ),
  connection_not_enforced: text(
    'Ihre Firma meldet sich anders an. Beginnen Sie noch einmal und wählen Sie, was angeboten wird.',
    'Eine andere Verbindung der Firma wird erzwungen, deshalb wird eine nur eingeschaltete abgelehnt.',
  ),
  connection_changed: text(
    'Die Anmeldeeinstellungen Ihrer Firma haben sich gerade geändert. Beginnen Sie noch einmal.',
    'Aussteller oder Client ID der Verbindung haben sich geändert, während die Anmeldung lief.',
  ),
  connection_not_ready: text(
    'Das Single Sign-on Ihrer Firma ist noch nicht eingerichtet. Wenden Sie sich an Ihre Administratoren.',
    'Die Verbindung ist ein Entwurf: Client ID, Client Secret und Discovery URL sind nicht alle da.',
  ),
  preselection_invalid: text(
    'Die Anwendung hat nach einem Weg der Anmeldung gefragt, den es nicht gibt. Sagen Sie es denen, die sie betreiben.',
    'identity_provider oder idp_identifier nennt keine Verbindung, die in einer Firma dieser Anwendung an ist.',
  ),
  start_link_invalid: text(
    'Dieser Link kann keine Anmeldung beginnen. Öffnen Sie die Anwendung, die Sie benutzen wollen, und melden Sie sich dort an.',
    'Der Link nennt eine Anwendung ohne initiate_login_uri, eine ausgeschaltete Verbindung oder ein iss, das nicht ihr Aussteller ist.',
  ),
  unlisted_provider_off: text(
    'Bitten Sie den Support, diesen Anbieter für Ihre Firma freizuschalten.',
    'Ein nicht gelisteter Anbieter lässt sich einrichten, sobald der Support ihn für die Firma freigeschaltet hat.',
  ),
  google_not_configured: text(
    'Die Anmeldung mit Google ist hier nicht eingerichtet. Fragen Sie die, die diesen Dienst betreiben.',
    'In der Konfiguration des Systems fehlt der Google-Client (PORTICO_GOOGLE_CLIENT_ID und das Secret).',
  ),
  tenant_inactive: text(
    'Das Konto Ihrer Firma ist nicht aktiv. Wenden Sie sich an Ihre Administratoren.',
    'Die Firma ist gesperrt.',
  ),
  application_not_admitted: text(
    'Ihre Firma benutzt diese Anwendung nicht. Wenden Sie sich an Ihre Administratoren.',
    'Die Anwendung ist auf andere Firmen oder Verbindungen beschränkt.',
  ),
  settings_stale: text(
    GLEICH_NOCH_EINMAL,
    'Der Broker hatte zu lange keinen Kontakt zu den Einstellungen der Firma und entscheidet nichts nach alten.',
  ),
  upstream_denied: text(
    'Ihr Identitätsanbieter hat Sie nicht hineingelassen. Versuchen Sie es noch einmal oder wenden Sie sich an Ihre Administratoren.',
    'Der Identitätsanbieter antwortete access_denied: Die Person hat abgebrochen oder ist der Anwendung dort nicht zugewiesen.',
  ),
  upstream_refused: text(
    'Der Identitätsanbieter Ihrer Firma hat die Anmeldung abgelehnt. Wenden Sie sich an Ihre Administratoren.',
    'Der Identitätsanbieter hat die Anmeldeanfrage mit einem Fehler beantwortet.',
  ),
  upstream_unreachable: text(
    'Der Identitätsanbieter Ihrer Firma ist nicht zu erreichen. Versuchen Sie es in ein paar Minuten noch einmal.',
    'Keine Verbindung zum Identitätsanbieter, oder er antwortete mit einem Serverfehler.',
  ),
  upstream_timeout: text(
    'Der Identitätsanbieter Ihrer Firma braucht zu lange für eine Antwort. Versuchen Sie es in ein paar Minuten noch einmal.',
    'Der Identitätsanbieter hat nicht binnen 10 Sekunden geantwortet.',
  ),
  upstream_answer_invalid: text(
    ANTWORT_UNBRAUCHBAR,
    'Die Antwort ist nicht, was OpenID Connect vorschreibt: kein JSON, zu groß, eine Umleitung, oder es fehlt etwas.',
  ),
  upstream_client_refused: text(
    'Das Single Sign-on Ihrer Firma muss nachgesehen werden. Bitten Sie Ihre Administratoren, das Client Secret zu erneuern.',
    'Der Identitätsanbieter hat das Client Secret abgelehnt (invalid_client): Es ist falsch, abgelaufen oder wird anders gesendet, als die Anwendung dort erwartet.',
  ),
  upstream_secret_expired: text(
    'Das Single Sign-on Ihrer Firma muss nachgesehen werden. Bitten Sie Ihre Administratoren, das Client Secret zu erneuern.',
    'Das Client Secret ist beim Identitätsanbieter abgelaufen. Erzeugen Sie dort ein neues und tragen Sie es hier ein.',
  ),
  upstream_client_unknown: text(
    BRAUCHT_ADMIN,
    'Der Identitätsanbieter kennt die Client ID nicht, hat die Anwendung ausgeschaltet oder kennt das Verzeichnis im Aussteller nicht. Vergleichen Sie Client ID und Discovery URL mit der Anwendung dort.',
  ),
  upstream_redirect_uri_unknown: text(
    BRAUCHT_ADMIN,
    'Die Redirect URI ist beim Identitätsanbieter nicht eingetragen. Kopieren Sie sie aus der Verbindung in die Anwendung dort, Buchstabe für Buchstabe.',
  ),
  upstream_scope_refused: text(
    BRAUCHT_ADMIN,
    'Der Identitätsanbieter hat einen Scope abgelehnt (invalid_scope). Nehmen Sie ihn aus der Verbindung oder erlauben Sie ihn der Anwendung dort.',
  ),
  upstream_not_assigned: text(
    'Ihr Konto darf diese Anwendung bei Ihrem Identitätsanbieter nicht benutzen. Bitten Sie Ihre Administratoren, sie Ihnen zuzuweisen.',
    'Die Person oder eine ihrer Gruppen ist der Anwendung beim Identitätsanbieter nicht zugewiesen oder nicht in seinem Verzeichnis.',
  ),
  upstream_consent_needed: text(
    'Ihr Identitätsanbieter will, dass ein Administrator diese Anwendung zuerst genehmigt. Wenden Sie sich an Ihre Administratoren.',
    'Niemand hat den Berechtigungen der Anwendung zugestimmt. Ein Administrator des Identitätsanbieters stimmt dort einmal für alle zu.',
  ),
  upstream_policy_refused: text(
    'Eine Sicherheitsregel Ihres Identitätsanbieters hat diese Anmeldung aufgehalten. Benutzen Sie ein Gerät und ein Netz, die er zulässt, oder wenden Sie sich an Ihre Administratoren.',
    'Eine Richtlinie des Identitätsanbieters (bedingter Zugriff, Gerät, Netz oder Risiko) hat die Anmeldung abgelehnt. Sein eigenes Anmeldeprotokoll nennt sie.',
  ),
  google_client_refused: text(
    'Die Anmeldung mit Google ist hier nicht richtig eingerichtet. Fragen Sie die, die diesen Dienst betreiben.',
    'Google hat den eigenen Client der Plattform abgelehnt: Client ID, Secret, Redirect URI oder Scope ist falsch, oder der Client wurde gelöscht. Das kann keine Firma beheben.',
  ),
  upstream_code_refused: text(
    'Ihr Identitätsanbieter nimmt diese Anmeldung nicht mehr an. Beginnen Sie noch einmal.',
    'Der Identitätsanbieter hat den Autorisierungscode abgelehnt (invalid_grant).',
  ),
  callback_parameters_invalid: text(
    'Die Antwort Ihres Identitätsanbieters ließ sich nicht verwenden. Beginnen Sie noch einmal.',
    'Die Antwort enthält keinen Code, einen Parameter doppelt oder Tokens in der Adresse; angenommen wird nur der Authorization Code Flow.',
  ),
  issuer_parameter_invalid: text(
    'Die Antwort kam nicht vom Identitätsanbieter Ihrer Firma. Beginnen Sie noch einmal.',
    'Der Parameter iss der Antwort fehlt oder nennt einen anderen Aussteller (RFC 9207).',
  ),
  id_token_missing: text(
    ANTWORT_UNBRAUCHBAR,
    'Die Antwort enthält kein ID-Token: Beim Identitätsanbieter fehlt der Scope openid.',
  ),
  id_token_signature_invalid: text(
    ANTWORT_UNGLAUBWUERDIG,
    'Die Signatur des ID-Tokens passt nicht zu den veröffentlichten Schlüsseln des Identitätsanbieters, oder ihr Verfahren ist nicht erlaubt.',
  ),
  id_token_nonce_invalid: text(
    'Diese Anmeldung ließ sich nicht überprüfen. Beginnen Sie noch einmal.',
    'Die nonce des ID-Tokens fehlt oder gehört zu einer anderen Anmeldung.',
  ),
  id_token_issuer_invalid: text(
    ANTWORT_UNGLAUBWUERDIG,
    'Das ID-Token nennt einen anderen Aussteller als die Verbindung.',
  ),
  id_token_audience_invalid: text(
    ANTWORT_UNGLAUBWUERDIG,
    'Das ID-Token wurde für einen anderen Client ausgestellt (aud oder azp).',
  ),
  id_token_time_invalid: text(
    'Die Uhr des Identitätsanbieters Ihrer Firma geht falsch. Wenden Sie sich an Ihre Administratoren.',
    'Das ID-Token ist abgelaufen, noch nicht gültig oder zu einer unglaubwürdigen Zeit ausgestellt.',
  ),
  id_token_invalid: text(
    ANTWORT_UNBRAUCHBAR,
    'Im ID-Token fehlt ein Claim, den OpenID Connect verlangt, oder er ist fehlerhaft.',
  ),
  userinfo_subject_mismatch: text(
    ANTWORT_UNGLAUBWUERDIG,
    'Die Userinfo-Antwort ist über eine andere Person oder widerspricht dem ID-Token.',
  ),
  userinfo_method_refused: text(
    BRAUCHT_ADMIN,
    'Der Userinfo-Endpunkt nimmt die HTTP-Methode der Verbindung nicht an. Wählen Sie die andere Method, GET oder POST.',
  ),
  userinfo_refused: text(
    BRAUCHT_ADMIN,
    'Der Userinfo-Endpunkt hat das Access-Token abgelehnt, das der Identitätsanbieter gerade ausgestellt hatte. Prüfen Sie Scopes und Method der Verbindung und was die Anwendung dort lesen darf.',
  ),
  reauth_unprovable: text(
    'Die Anwendung will, dass Sie sich frisch anmelden, und Ihr Identitätsanbieter hat das nicht bestätigt. Beginnen Sie noch einmal oder wenden Sie sich an Ihre Administratoren.',
    'max_age oder prompt=login war verlangt, und das ID-Token hat kein auth_time oder ein zu altes (OpenID Connect Core 1.0 §3.1.2.1).',
  ),
  acr_unmet: text(
    'Die Anwendung verlangt eine stärkere Anmeldung als Ihre. Beginnen Sie noch einmal und nehmen Sie diese.',
    'acr ist der Anwendung wesentlich, und das ID-Token enthält keinen der verlangten Werte.',
  ),
  did_not_return: text(
    'Die Anmeldung wurde nicht beendet. Beginnen Sie noch einmal.',
    'Der Browser kam binnen 15 Minuten nicht zurück: aufgegeben, oder die Redirect URI ist beim Identitätsanbieter nicht eingetragen.',
  ),
  email_missing: text(
    'Der Identitätsanbieter Ihrer Firma hat uns Ihre E-Mail-Adresse nicht gesagt. Wenden Sie sich an Ihre Administratoren.',
    'Es kam kein Claim mit einer E-Mail-Adresse, und mit dieser Identität ist noch niemand verknüpft. Geben Sie den Claim beim Identitätsanbieter frei.',
  ),
  email_unverified: text(
    'Der Identitätsanbieter Ihrer Firma hat Ihre E-Mail-Adresse nicht bestätigt. Wenden Sie sich an Ihre Administratoren.',
    'email_verified ist false oder fehlt, deshalb kann die Adresse bei einer ersten Anmeldung nicht beweisen, wer das ist.',
  ),
  user_unknown: text(
    'Sie sind bei Ihrer Firma angemeldet, haben hier aber noch kein Konto. Bitten Sie Ihre Administratoren, Sie hinzuzufügen.',
    'Kein Benutzer dieser Firma hat die E-Mail-Adresse, die der Identitätsanbieter bestätigt hat.',
  ),
  user_ambiguous: text(
    'Mehr als ein Konto hat Ihre E-Mail-Adresse. Wenden Sie sich an Ihre Administratoren.',
    'Zwei oder mehr aktive Benutzer dieser Firma haben diese E-Mail-Adresse; keiner wurde gewählt.',
  ),
  user_deactivated: text(
    'Ihr Konto wurde deaktiviert. Wenden Sie sich an Ihre Administratoren.',
    'Der Benutzer ist in dieser Firma deaktiviert.',
  ),
  link_conflict: text(
    'Ihr Konto ist mit einer anderen Identität verknüpft. Wenden Sie sich an Ihre Administratoren.',
    'Der gefundene Benutzer ist schon mit einer anderen Identität dieser Verbindung verknüpft; ein Administrator kann die Verknüpfung lösen.',
  ),
  link_released: text(
    'Ihr Konto ist nicht mehr mit dieser Anmeldung verknüpft. Melden Sie sich noch einmal an.',
    'Ein Administrator hat die Identität gelöst, mit der diese Sitzung begonnen wurde.',
  ),
  logout_token_invalid: text(
    'Die Abmeldung wurde nicht angenommen, und niemand wurde dadurch abgemeldet.',
    'Das Logout-Token des Identitätsanbieters gilt nicht für diese Verbindung (OpenID Connect Back-Channel Logout 1.0 §2.6) oder kam ein zweites Mal.',
  ),
  link_missing: text(
    'Ihr Konto ist noch nicht mit dieser Anmeldung verknüpft. Wenden Sie sich an Ihre Administratoren.',
    'Die Firma lässt nur Identitäten zu, die vorab verknüpft wurden (pre_linked_only).',
  ),
  mailbox_code_invalid: text(
    'Dieser Code stimmt nicht oder ist abgelaufen. Beginnen Sie noch einmal, um einen neuen zu bekommen.',
    'Der Code für das Postfach war falsch, zu alt, benutzt oder zu oft versucht.',
  ),
  recovery_code_invalid: text(
    'Die E-Mail-Adresse oder der Wiederherstellungscode stimmt nicht, oder der Code wurde schon benutzt.',
    'Kein aktiver Administrator einer Firma, die Single Sign-on erzwingt, hat diese Adresse und diesen unbenutzten, bestätigten Code.',
  ),
  recovery_not_open: text(
    'Wiederherstellungscodes gelten nur für Administratoren, nur solange Single Sign-on erzwungen wird, und nur im Dashboard.',
    'Eine Anmeldung mit Wiederherstellungscode bleibt nur für aktive Administratoren bestehen, solange eine Verbindung erzwungen wird, und in einer Anwendung, die das Single Sign-on in Ordnung bringen darf.',
  ),
  recovery_limited: text(
    'Mit einem Wiederherstellungscode lässt sich das Single Sign-on in Ordnung bringen oder herunterschalten, sonst nichts.',
    'Angemeldet ist jemand mit Wiederherstellungscode oder ein Betreiber mit geöffnetem Notzugang: Modi gehen nur nach unten, und Werte einer erzwungenen Verbindung kommen durch einen bestandenen Test in Betrieb.',
  ),
  recovery_codes_required: text(
    'Erzeugen Sie zuerst Wiederherstellungscodes und bestätigen Sie einen, damit Sie nicht ausgesperrt werden können.',
    'Das Erzwingen verlangt bestätigte Wiederherstellungscodes der Person, die es tut, oder irgendeiner, wenn eine Maschine es tut.',
  ),
  break_glass_closed: text(
    'Beantragen Sie zuerst einen Notzugang für diese Firma und lassen Sie ihn von einer zweiten Person genehmigen.',
    'Ein Betreiber ändert am Single Sign-on einer Firma nur, solange ein eigener Notzugang dafür offen ist.',
  ),
  break_glass_own: text(
    'Das muss jemand anders genehmigen.',
    'Wer einen Notzugang beantragt hat, kann ihn nicht genehmigen.',
  ),
  break_glass_ended: text(
    'Dieser Antrag ist vorbei. Stellen Sie einen neuen.',
    'Der Notzugang wurde schon genehmigt oder beendet, oder er hat länger als eine Stunde gewartet.',
  ),
  test_link_invalid: text(
    'Dieser Test ist abgelaufen oder wurde schon geöffnet. Starten Sie in den Einstellungen einen neuen.',
    'Die Adresse einer Testanmeldung lässt sich einmal öffnen, binnen 15 Minuten.',
  ),
  test_required: text(
    'Testen Sie zuerst die Anmeldung mit Administratorrechten.',
    'Das Erzwingen verlangt, dass ein Test oder eine Anmeldung eines aktiven Administrators mit den Werten gelungen ist, die in Betrieb sind.',
  ),
  rehearsal_outdated: text(
    'Diese Probe ist zu alt, oder seitdem hat sich etwas geändert. Machen Sie noch eine.',
    'Eine Probe gilt 15 Minuten, für ihre eigene Verbindung, deren Version und den Stand der Einstellungen, mit dem sie gemacht wurde.',
  ),
  set_up_link_invalid: text(
    'Dieser Einrichtungslink ist abgelaufen, wurde zurückgezogen oder schon geöffnet. Bitten Sie um einen neuen.',
    'Ein Einrichtungslink lässt sich einmal öffnen, in einem Browser, bis er abläuft oder zurückgezogen wird.',
  ),
  support_request_open: text(
    'Sie haben schon gefragt. Der Support wird hier antworten.',
    'Für die Firma ist noch eine Anfrage dieser Art offen.',
  ),
  support_request_answered: text(
    'Diese Anfrage ist schon beantwortet.',
    'Eine Anfrage an den Support wird einmal beantwortet; jemand anders war schneller.',
  ),
  connection_values_invalid: text(
    'Einige dieser Werte können nicht stimmen. Bei jedem steht, warum.',
    'Die Werte enthalten einen Fehler, der von diesem Anbieter bekannt ist; wo möglich, steht der berichtigte Wert dabei.',
  ),
  revision_untested: text(
    'Testen Sie die neuen Werte, bevor sie welche ersetzen, von denen alle abhängen.',
    'Werte einer erzwungenen Verbindung kommen nur nach einem bestandenen Test in Betrieb.',
  ),
  domain_invalid: text(
    'Das ist keine Domain, die E-Mail-Adressen einer Firma haben können.',
    'Es ist kein registrierbarer Domainname, oder es ist eine öffentliche Endung oder ein Postfachanbieter.',
  ),
  domain_taken: text(
    'Eine andere Firma hat diese Domain nachgewiesen. Fragen Sie den Support, wenn sie Ihre ist.',
    'Eine Domain gehört höchstens einer Firma.',
  ),
  domain_unproved: text(
    'Der TXT-Eintrag wurde noch nicht gefunden. Änderungen im DNS können eine Stunde dauern; prüfen Sie Name und Wert.',
    'Kein TXT-Eintrag dieses Namens enthält den verlangten Wert.',
  ),
  domain_challenge_expired: text(
    'Diese Aufgabe ist abgelaufen. Beginnen Sie mit einer neuen.',
    'Die Aufgabe zu einer Domain gilt sieben Tage.',
  ),
  dns_unavailable: text(
    'Die Domain lässt sich einen Moment lang nicht nachschlagen. Versuchen Sie es gleich noch einmal.',
    'Der DNS-Server hat nicht oder mit einem Fehler geantwortet.',
  ),
  domain_limit_reached: text(
    'Für eine weitere Domain ist kein Platz. Entfernen Sie eine, die nicht mehr benutzt wird.',
    'Die Firma hat 100 Domains, nachgewiesene und wartende zusammen.',
  ),
  exemption_limit_reached: text(
    'Für eine weitere Ausnahme ist kein Platz. Beenden Sie eine, die nicht mehr nötig ist.',
    'Die Firma hat 1.000 Ausnahmen, die nicht beendet sind.',
  ),
  discovery_url_malformed: text(
    'Das ist keine Webadresse.',
    'Die Discovery URL lässt sich nicht als Adresse lesen oder enthält Zugangsdaten, eine Abfrage oder ein Fragment.',
  ),
  discovery_url_insecure: text(
    'Die Discovery URL muss mit https:// beginnen.',
    'Erreicht werden nur https-Adressen auf Port 443, außer denen, die der Betreiber namentlich erlaubt hat.',
  ),
  discovery_url_private: text(
    'Die Discovery URL zeigt in ein privates Netz, das Portico nicht erreicht.',
    'Der Host ist oder führt zu einer Loopback-, privaten, lokalen oder sonst besonderen Adresse.',
  ),
  discovery_unreachable: text(
    'Unter dieser Discovery URL antwortet nichts. Prüfen Sie sie auf Tippfehler.',
    'Keine Verbindung, oder keine Antwort binnen 10 Sekunden.',
  ),
  discovery_not_openid: text(
    'Diese Adresse gehört keinem OpenID-Connect-Anbieter.',
    'Unter der Adresse liegt kein gültiges OpenID-Konfigurationsdokument.',
  ),
  discovery_issuer_mismatch: text(
    'Der Anbieter nennt sich selbst anders als diese Discovery URL. Kopieren Sie den Issuer aus seinen Einstellungen.',
    'Der Aussteller in der OpenID-Konfiguration weicht von der Adresse ab (OpenID Connect Discovery 1.0 §4.3).',
  ),
  discovery_multi_tenant: text(
    'Diese Discovery URL gilt für die Konten aller Firmen. Nehmen Sie die mit der ID Ihres eigenen Verzeichnisses.',
    'Der Aussteller in der OpenID-Konfiguration ist eine Vorlage (common, organizations): Jeder mit irgendeinem Konto könnte sich anmelden.',
  ),
  client_secret_required: text(
    'Geben Sie das Client Secret noch einmal ein.',
    'Aussteller oder Client ID haben sich geändert, deshalb wird das gespeicherte Secret nicht an den neuen gesendet.',
  ),
  connection_on: text(
    'Schalten Sie diese Verbindung aus, bevor Sie sie entfernen.',
    'Eine eingeschaltete oder erzwungene Verbindung lässt sich nicht entfernen: Vielleicht melden sich Leute damit an.',
  ),
  connection_limit_reached: text(
    'Für eine weitere Verbindung ist kein Platz. Entfernen Sie eine, die nicht mehr benutzt wird.',
    'Die Firma hat 50 Verbindungen, so viele, wie eine Nachricht an den Broker fasst.',
  ),
  request_invalid: text(
    'Die Anfrage ist nicht gültig.',
    'Ein oder mehrere Felder der Anfrage passen nicht; jedes ist genannt.',
  ),
  token_invalid: text(
    'Sie sind nicht angemeldet.',
    'Das Access-Token fehlt, ist abgelaufen, wurde widerrufen oder für jemand anderen ausgestellt.',
  ),
  scope_insufficient: text(
    'Das dürfen Sie nicht.',
    'Dem Access-Token fehlt der Scope oder die Rolle, die hierfür nötig ist.',
  ),
  not_found: text('Unter dieser Adresse ist nichts.', 'Es existiert nicht oder gehört einer anderen Firma.'),
  slug_taken: text('Dieser Kurzname ist vergeben.', 'Eine andere Firma hat diesen Kurznamen.'),
  application_id_taken: text('Diese Anwendungs-ID ist vergeben.', 'Eine andere Anwendung hat diese ID.'),
  secret_not_used: text(
    'Diese Anwendung hat kein Secret.',
    'Die Anwendung ist öffentlich oder weist sich mit einem eigenen Schlüssel aus (private_key_jwt).',
  ),
  secret_is_last: text(
    'Erzeugen Sie ein neues Secret, bevor Sie dieses entfernen.',
    'Es ist das einzige Secret der Anwendung, das nicht von selbst endet.',
  ),
  secret_limit_reached: text(
    'Für ein weiteres Secret ist kein Platz. Entfernen Sie eines, das nicht mehr benutzt wird.',
    'Die Anwendung hat fünf Secrets, die nicht beendet sind; ohne Übergangszeit enden die älteren sofort.',
  ),
  audience_taken: text(
    'Diese Audience ist vergeben.',
    'Ein anderer Ressourcenserver hat diese Audience, oder sie ist die von Porticos eigenen APIs.',
  ),
  resource_server_in_use: text(
    'Anwendungen benutzen das noch. Nehmen Sie es zuerst dort heraus.',
    'Anwendungen nennen diese Audience oder einen Scope, den sie verlöre; sie sind genannt, und jede muss ihn zuerst aufgeben.',
  ),
  external_id_taken: text(
    'Diese externe ID ist vergeben.',
    'Ein anderer Benutzer der Firma hat diese externe ID.',
  ),
  user_id_taken: text(
    'Diese Kennung ist vergeben.',
    'Ein anderer Benutzer hat diese Kennung, vielleicht in einer anderen Firma. Anwendungen kennen die Leute an ihr, also ist sie nur einmal da.',
  ),
  last_admin: text(
    'Das ist der letzte Administrator der Firma. Machen Sie zuerst jemand anderen dazu.',
    'Eine Firma mit einem aktiven Administrator behält einen: Rollen, Zustand und Entfernen werden abgelehnt.',
  ),
  revision_conflict: text(
    'Jemand anders hat das inzwischen geändert. Laden Sie es neu.',
    'If-Match nennt eine andere Version als die gespeicherte (RFC 9110 §13.1.1).',
  ),
  idempotency_key_reused: text(
    'Diese Anfrage wurde schon mit anderem Inhalt gesendet.',
    'Der Idempotency-Key wurde in den letzten 24 Stunden für eine andere Anfrage benutzt.',
  ),
  request_under_way: text(
    'Dieselbe Anfrage wird gerade bearbeitet. Versuchen Sie es gleich noch einmal.',
    'Eine Anfrage mit diesem Idempotency-Key ist noch nicht fertig.',
  ),
  import_out_of_step: text(
    'Dieser Import geht bei einer anderen Zeile weiter.',
    'Die erste Zeile eines fortgesetzten Imports muss auf die letzte gespeicherte folgen.',
  ),
  rehearsal_required: text(
    'Machen Sie eine Probe, bevor Sie erzwingen.',
    'Das Erzwingen verlangt eine Probe für die jetzigen Einstellungen; nur der Plattform-Scope sso:seed darf sie auslassen.',
  ),
  try_again: text(
    GLEICH_NOCH_EINMAL,
    'Ein Teil von Portico (Datenbank, NATS oder ein anderer Dienst) hat nicht rechtzeitig geantwortet.',
  ),
  internal_error: text(
    'Hier ist etwas schiefgegangen. Versuchen Sie es noch einmal und nennen Sie dem Support die Kennung, wenn es bleibt.',
    'Ein Fehler, den der Katalog nicht kennt; im Protokoll steht er unter der Trace-ID.',
  ),
};
