export const setUpLinkEn = {
  open: {
    title: 'Set up single sign-on',
    text: 'Somebody of a company has asked you to connect its identity provider. You need no account here. You will make an application at the provider, bring its values here, and try the sign-in. You cannot switch anything on, and you see nothing else of the company.',
    once: 'This link opens once, in this browser. Press the button when you have time for it; you can leave and come back in this browser until it expires.',
    action: 'Open',
    failed: 'This link cannot be opened',
  },
  start: {
    title: 'Set up {{connection}} for {{tenant}}',
    lead: 'Three steps. What you typed is kept; you can leave and come back in this browser.',
    until: 'This link counts until {{date}}.',
    steps: {
      create: 'Make an application at the provider; the guide beside it shows how.',
      values: 'Bring its values here.',
      test: 'Try the sign-in.',
    },
    begin: 'Begin',
    guide: 'Read the guide first',
    pending: 'Your values are saved. They replace the present ones once a test has passed.',
    doneTitle: 'Done: tell your administrator',
    done: 'The values are saved. An administrator of {{tenant}} can now switch single sign-on on. Tell them that {{connection}} is ready.',
    notTested:
      'Nobody has tried the sign-in with these values yet. A test counts once an administrator has passed it; they can do so themselves.',
  },
  over: {
    title: 'This set-up link is no longer open',
    text: 'It has expired, was withdrawn, or was opened in another browser. What you saved is kept. Ask whoever sent it for another one.',
  },
};
