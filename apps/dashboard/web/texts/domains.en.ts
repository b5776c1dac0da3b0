export const domainsEn = {
  title: 'Domains',
  lead: 'Prove that the part of your e-mail addresses after the @ belongs to your company. People are then sent to your single sign-on by their address, and an address of this domain counts as yours.',
  add: {
    label: 'Domain',
    description: 'What comes after the @ in your e-mail addresses, such as acme.com.',
    action: 'Add domain',
    added: '{{domain}} was added. Now publish its record.',
  },
  none: {
    title: 'No domain yet',
    text: 'Add the domain of your e-mail addresses. You will get one line to be entered where your domain is looked after.',
  },
  list: 'Your domains',
  state: {
    proved: 'Proved',
    pending: 'Waiting for the record',
    expired: 'Expired',
    missing: 'Record missing',
  },
  provedAt: 'Proved on {{date}}.',
  checkedAt: 'Looked up {{when}}.',
  keep: 'Leave the record where it is: it is looked up again every day.',
  missing:
    'The record has not been found since {{since}}. Everything works on until {{until}}; if it is not back by then, the domain counts as not proved, and addresses are no longer sent to your single sign-on by it.',
  publish: 'Publish this record with the company that looks after your domain:',
  record: { type: 'Kind', name: 'Name', value: 'Value' },
  until: 'This value counts until {{date}}.',
  expiredText: 'This value no longer counts. Get a new one; it takes a moment.',
  renew: 'Get a new value',
  verify: 'Check now',
  verified: '{{domain}} is proved.',
  notYet: 'The record of {{domain}} is not there yet.',
  remove: 'Remove',
  removeNamed: 'Remove {{domain}}',
  removed: '{{domain}} was removed.',
  removing: {
    title: 'Remove {{domain}}?',
    proved:
      'People with this address are no longer sent to your single sign-on by it, and first sign-ins with an address that the provider does not vouch for are refused. Users stay as they are.',
    pending: 'The record that you may have published stops counting.',
  },
  help: {
    title: 'What is this record, and where do I enter it?',
    intro:
      'Every domain has a public notice board, called DNS. Only whoever controls the domain can pin something to it. You pin a line that we chose; we read it, and so we know that the domain is yours. Nothing else changes: mail and web site are not touched.',
    where:
      'Open the site where your company bought or manages the domain (such as IONOS, GoDaddy, Cloudflare or your hosting company). Look for “DNS”, “Records” or “Zone”.',
    add: 'Add a record of the kind TXT. Paste name and value from here. Many sites add the domain to the name by themselves: then leave out the end that repeats it.',
    ttl: 'Leave “TTL” as it is, and save.',
    wait: 'Come back and press “Check now”. Mostly it takes minutes, sometimes an hour.',
    colleague: 'If somebody else looks after your domain, send them name and value: they are no secret.',
  },
};
