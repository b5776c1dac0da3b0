import type { Proof } from './proof.ts';

const messaging = 'libs/messaging/src';

/** What other teams hear, and what the operator's key may do about it. */
export const SUBSCRIBERS: Proof[] = [
  {
    defence: 'a subscriber listens to no event by its name that it was not given',
    file: `${messaging}/permissions.rules.ts`,
    text: 'subscribe: [ownInbox(name), ...heard],',
    replacement: "subscribe: [ownInbox(name), ...heard, 'login.>', 'user.>'],",
    tests: `${messaging}/replay.int`,
    name: 'lets only a subscriber of core NATS hear',
  },
  {
    defence: "the operator's key removes no durable of Portico's own",
    file: `${messaging}/permissions.rules.ts`,
    text: '...durablesOfSubscribers.map((durable) => `$JS.API.CONSUMER.DELETE.${FACTS_STREAM}.${durable}`),',
    replacement: '...durablesOfSubscribers.map(() => `$JS.API.CONSUMER.DELETE.${FACTS_STREAM}.*`),',
    tests: `${messaging}/replay.int`,
    name: "refuses to remove one of Portico's own durables",
  },
  {
    defence: 'a replay never begins behind what was not handled',
    file: `${messaging}/replay-facts.ts`,
    text: 'wanted.sequence <= next',
    replacement: 'wanted.sequence > 0',
    tests: `${messaging}/replay.int`,
    name: 'never skips what has not been handled',
  },
  {
    defence: 'what a fact brings does not steer the terminal',
    file: 'tools/portico/src/events/tail.ts',
    text: "return line.replaceAll(/\\p{Cc}/gu, ' ');",
    replacement: 'return line;',
    tests: 'tools/portico/src/subscribers',
    name: 'follows, and does not let a fact steer the terminal',
  },
];
