/** Domains in which anybody gets an address, so that no company can speak for the people in them. */
export const MAILBOX_PROVIDERS: ReadonlySet<string> = new Set(
  `
  gmail.com googlemail.com
  outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.jp outlook.com.br
  hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.nl hotmail.com.br
  live.com live.co.uk live.de live.fr live.it live.nl live.ca live.com.au msn.com passport.com
  yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.ca yahoo.co.jp yahoo.co.in yahoo.in yahoo.com.au
  yahoo.com.br yahoo.com.mx yahoo.co.id ymail.com rocketmail.com
  icloud.com me.com mac.com aol.com aim.com
  proton.me protonmail.com protonmail.ch pm.me tuta.com tuta.io tutanota.com tutanota.de
  fastmail.com fastmail.fm hey.com zoho.com zohomail.com mail.com email.com hushmail.com duck.com
  gmx.com gmx.net gmx.de gmx.at gmx.ch web.de freenet.de t-online.de mailbox.org posteo.de
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it
  wp.pl o2.pl onet.pl interia.pl seznam.cz email.cz centrum.cz azet.sk zoznam.sk abv.bg ukr.net
  mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com aliyun.com naver.com daum.net hanmail.net nate.com
  rediffmail.com uol.com.br bol.com.br terra.com.br
  comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
  btinternet.com virginmedia.com sky.com talktalk.net ntlworld.com bigpond.com telstra.com shaw.ca rogers.com
  `
    .trim()
    .split(/\s+/),
);
