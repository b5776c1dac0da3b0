import type { recoveryEn } from './recovery.en.js';
import type { Translated } from './translated.js';

export const recoveryDe: Translated<typeof recoveryEn> = {
  title: 'Wiederherstellungscodes',
  lead: 'Für den Tag, an dem Ihr Identitätsanbieter ausfällt, während er vorgeschrieben ist: Ein Code lässt Sie ohne ihn herein, damit Sie das Single Sign-on reparieren oder herunterstellen können.',
  mine: {
    title: 'Ihre Codes',
    none: 'Sie haben keine.',
    unconfirmed: 'Sie haben {{when}} Codes gemacht, aber keinen davon bestätigt. Sie öffnen noch nichts.',
    unconfirmedHelp: 'Geben Sie unten einen davon ein. Haben Sie sie nicht aufgehoben, machen Sie neue.',
    confirmed_one: 'Von den Codes vom {{date}} ist noch einer übrig.',
    confirmed_other: 'Von den Codes vom {{date}} sind noch {{count}} übrig.',
    few: 'Machen Sie neue, bevor sie aufgebraucht sind.',
    make: 'Codes machen',
    makeNew: 'Neue Codes machen',
    makeNewTitle: 'Neue Codes machen?',
    makeNewText:
      'Die Codes, die Sie jetzt haben, gelten dann sofort nicht mehr, auch dort, wo Sie sie aufheben.',
  },
  shown: {
    title: 'Heben Sie diese zehn Codes jetzt auf',
    text: 'Sie werden nur dieses eine Mal gezeigt. Heben Sie sie dort auf, wo Sie ohne die Anmeldung dieser Firma herankommen: ausgedruckt im Tresor oder in Ihrem eigenen Passwortmanager. Jeder gilt einmal.',
    list: 'Wiederherstellungscodes',
    copy: 'Alle kopieren',
    download: 'Herunterladen',
    print: 'Drucken',
    file: 'Wiederherstellungscodes von {{email}} für {{tenant}}, gemacht am {{date}}.\nJeder öffnet einmal das Dashboard, solange Single Sign-on vorgeschrieben ist.\nAnmeldung: {{address}}',
  },
  confirm: {
    title: 'Bestätigen Sie, dass Sie sie aufgehoben haben',
    text: 'Geben Sie einen der Codes ein, von dort, wo Sie sie aufheben. Er bleibt gültig.',
    label: 'Einer Ihrer Wiederherstellungscodes',
    action: 'Bestätigen',
    done: 'Bestätigt. Ihre Wiederherstellungscodes gelten ab jetzt.',
  },
  use: {
    title: 'Was eine Anmeldung mit Wiederherstellungscode kann und was nicht',
    how: 'Wählen Sie bei der Anmeldung „Wiederherstellungscode benutzen“ und geben Sie Ihre E-Mail-Adresse und einen Code ein. Das geht nur, solange Single Sign-on vorgeschrieben ist, nur für Administratoren und nur in diesem Dashboard. Nach einer halben Stunde ist es vorbei, und alle Administratoren erfahren es per E-Mail.',
    can: 'Sie kann',
    cans: {
      lower: 'Enforce oder Enable ausschalten',
      mend: 'Client ID, Client Secret, Discovery URL und Method berichtigen',
      test: 'die Anmeldung testen',
      read: 'Einstellungen und Verlauf lesen',
    },
    cannot: 'Sie kann nicht',
    cannots: {
      enforce: 'Enable oder Enforce einschalten',
      codes: 'Wiederherstellungscodes oder Einrichtungslinks machen',
      users: 'Benutzer oder Domains ändern',
      applications: 'irgendeine andere Anwendung öffnen',
    },
  },
  others: {
    title: 'Administratoren',
    text: 'Wenigstens zwei Administratoren sollten bestätigte Codes haben, an verschiedenen Orten aufgehoben.',
    name: 'Administrator',
    codes: 'Wiederherstellungscodes',
    none: 'Keine',
    unconfirmed: 'Nicht bestätigt',
    confirmed_one: 'Noch einer',
    confirmed_other: 'Noch {{count}}',
    unknown: 'Gerade nicht bekannt',
  },
  limited: {
    title: 'Nicht mit einem Wiederherstellungscode',
    text: 'Codes werden nach einer gewöhnlichen Anmeldung gemacht und bestätigt.',
  },
};
