import type { setUpLinkEn } from './set-up-link.en.js';
import type { Translated } from './translated.js';

export const setUpLinkDe: Translated<typeof setUpLinkEn> = {
  open: {
    title: 'Single Sign-on einrichten',
    text: 'Jemand von einer Firma hat Sie gebeten, ihren Identitätsanbieter anzuschließen. Ein Konto brauchen Sie hier nicht. Sie legen beim Anbieter eine Anwendung an, bringen deren Werte hierher und probieren die Anmeldung aus. Einschalten können Sie nichts, und sonst sehen Sie von der Firma nichts.',
    once: 'Dieser Link öffnet sich einmal, in diesem Browser. Drücken Sie die Taste, wenn Sie Zeit dafür haben; bis er abläuft, können Sie in diesem Browser gehen und wiederkommen.',
    action: 'Öffnen',
    failed: 'Dieser Link lässt sich nicht öffnen',
  },
  start: {
    title: '{{connection}} für {{tenant}} einrichten',
    lead: 'Drei Schritte. Was Sie getippt haben, bleibt; Sie können in diesem Browser gehen und wiederkommen.',
    until: 'Dieser Link gilt bis {{date}}.',
    steps: {
      create: 'Legen Sie beim Anbieter eine Anwendung an; die Anleitung daneben zeigt, wie.',
      values: 'Bringen Sie ihre Werte hierher.',
      test: 'Probieren Sie die Anmeldung aus.',
    },
    begin: 'Beginnen',
    guide: 'Erst die Anleitung lesen',
    pending: 'Ihre Werte sind gespeichert. Sie ersetzen die jetzigen, sobald ein Test bestanden ist.',
    doneTitle: 'Fertig: Sagen Sie Ihrem Administrator Bescheid',
    done: 'Die Werte sind gespeichert. Ein Administrator von {{tenant}} kann das Single Sign-on jetzt einschalten. Sagen Sie ihm, dass {{connection}} bereit ist.',
    notTested: 'Ein Test zählt, sobald ein Administrator ihn bestanden hat; das kann er auch selbst tun.',
  },
  over: {
    title: 'Dieser Einrichtungslink ist nicht mehr offen',
    text: 'Er ist abgelaufen, wurde zurückgezogen oder in einem anderen Browser geöffnet. Was Sie gespeichert haben, bleibt. Bitten Sie, wer ihn geschickt hat, um einen neuen.',
  },
};
