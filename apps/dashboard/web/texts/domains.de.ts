import type { domainsEn } from './domains.en.js';
import type { Translated } from './translated.js';

export const domainsDe: Translated<typeof domainsEn> = {
  title: 'Domains',
  lead: 'Weisen Sie nach, dass der Teil Ihrer E-Mail-Adressen hinter dem @ Ihrer Firma gehört. Leute werden dann anhand ihrer Adresse zu Ihrem Single Sign-on geleitet, und eine Adresse dieser Domain gilt als Ihre.',
  add: {
    label: 'Domain',
    description: 'Was in Ihren E-Mail-Adressen hinter dem @ steht, zum Beispiel acme.com.',
    action: 'Domain hinzufügen',
    added: '{{domain}} ist hinzugefügt. Veröffentlichen Sie jetzt den Eintrag.',
  },
  none: {
    title: 'Noch keine Domain',
    text: 'Fügen Sie die Domain Ihrer E-Mail-Adressen hinzu. Sie bekommen eine Zeile, die dort eingetragen wird, wo Ihre Domain verwaltet wird.',
  },
  list: 'Ihre Domains',
  state: {
    proved: 'Nachgewiesen',
    pending: 'Eintrag wird erwartet',
    expired: 'Abgelaufen',
    missing: 'Eintrag fehlt',
  },
  provedAt: 'Nachgewiesen am {{date}}.',
  checkedAt: 'Nachgesehen {{when}}.',
  keep: 'Lassen Sie den Eintrag stehen: Er wird jeden Tag wieder nachgesehen.',
  missing:
    'Der Eintrag ist seit {{since}} nicht zu finden. Bis {{until}} geht alles weiter; ist er bis dahin nicht zurück, gilt die Domain als nicht nachgewiesen, und Adressen führen nicht mehr über sie zu Ihrem Single Sign-on.',
  publish: 'Veröffentlichen Sie diesen Eintrag bei der Firma, die Ihre Domain verwaltet:',
  record: { type: 'Art', name: 'Name', value: 'Wert' },
  until: 'Dieser Wert gilt bis {{date}}.',
  expiredText: 'Dieser Wert gilt nicht mehr. Holen Sie einen neuen, das dauert nur einen Augenblick.',
  renew: 'Neuen Wert holen',
  verify: 'Jetzt prüfen',
  verified: '{{domain}} ist nachgewiesen.',
  notYet: 'Der Eintrag von {{domain}} ist noch nicht da.',
  remove: 'Entfernen',
  removeNamed: '{{domain}} entfernen',
  removed: '{{domain}} ist entfernt.',
  removing: {
    title: '{{domain}} entfernen?',
    proved:
      'Leute mit dieser Adresse werden nicht mehr über sie zu Ihrem Single Sign-on geleitet, und erste Anmeldungen mit einer Adresse, für die der Anbieter nicht einsteht, werden abgelehnt. Benutzer bleiben, wie sie sind.',
    pending: 'Der Eintrag, den Sie vielleicht schon veröffentlicht haben, gilt dann nicht mehr.',
  },
  help: {
    title: 'Was ist dieser Eintrag, und wo trage ich ihn ein?',
    intro:
      'Jede Domain hat ein öffentliches schwarzes Brett, das DNS heißt. Nur wer über die Domain bestimmt, kann etwas daran hängen. Sie hängen eine Zeile hin, die wir gewählt haben; wir lesen sie und wissen so, dass die Domain Ihnen gehört. Sonst ändert sich nichts: E-Mail und Website bleiben unberührt.',
    where:
      'Öffnen Sie die Seite, auf der Ihre Firma die Domain gekauft hat oder verwaltet (zum Beispiel IONOS, Strato, Cloudflare oder Ihr Hoster). Suchen Sie nach „DNS“, „Einträge“, „Records“ oder „Zone“.',
    add: 'Fügen Sie einen Eintrag der Art TXT hinzu. Kopieren Sie Name und Wert von hier. Viele Seiten hängen die Domain selbst an den Namen an: Lassen Sie dann das Ende weg, das sie wiederholt.',
    ttl: 'Lassen Sie „TTL“, wie es ist, und speichern Sie.',
    wait: 'Kommen Sie zurück und drücken Sie „Jetzt prüfen“. Meist dauert es Minuten, manchmal eine Stunde.',
    colleague:
      'Kümmert sich jemand anderes um Ihre Domain, schicken Sie Name und Wert dorthin: Sie sind kein Geheimnis.',
  },
};
