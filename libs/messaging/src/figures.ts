import { CODES, type Code, durableName, PARTICIPANTS } from '@portico/contracts';
import { counter, gauge, histogram } from '@portico/service-kit';

const participants = Object.entries(PARTICIPANTS);
const SUBJECTS = [
  ...new Set(participants.flatMap(([, { answers }]) => answers.map(({ subject }) => subject))),
];
const EVENTS = [...new Set(participants.flatMap(([, { publishes }]) => publishes.map(({ type }) => type)))];
const CONSUMERS = participants.flatMap(([service, { consumes }]) =>
  consumes.map((event) => durableName(service, event)),
);

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const ENDS = ['answered', 'refused', 'failed'];

/** How a question ended, in one word of three: `failed` is what is Portico's own to mend. */
export const endOf = (code?: Code): string => {
  if (!code) return 'answered';
  return CODES[code].status >= 500 ? 'failed' : 'refused';
};

export const unsent = gauge({
  name: 'portico_outbox_unsent',
  help: 'Facts that the stream has not acknowledged yet',
});

export const oldestUnsent = gauge({
  name: 'portico_outbox_oldest_seconds',
  help: 'How long the oldest of them has waited',
});

export const sent = counter({
  name: 'portico_facts_sent_total',
  help: 'Facts that left the outbox, by how the stream took them: `unsent` ones are tried again at once, `refused` ones later',
  labels: { event: EVENTS, outcome: ['sent', 'unsent', 'refused'] },
});

export const handled = counter({
  name: 'portico_facts_total',
  help: 'Deliveries of facts by consumer and outcome: done, to come again, or buried as a dead letter',
  labels: { consumer: CONSUMERS, outcome: ['done', 'again', 'buried'] },
});

export const deadLetters = gauge({
  name: 'portico_dead_letters',
  help: 'Facts that their consumer has given up and somebody has to look at',
  labels: { consumer: CONSUMERS },
});

export const pending = gauge({
  name: 'portico_consumer_pending',
  help: 'Facts of the stream that the consumer has not been given yet',
  labels: { consumer: CONSUMERS },
});

export const unacknowledged = gauge({
  name: 'portico_consumer_unacknowledged',
  help: 'Facts that the consumer has been given and has not settled',
  labels: { consumer: CONSUMERS },
});

export const asked = histogram(
  {
    name: 'portico_question_seconds',
    help: 'Time from a question to its answer as the asking service sees it, with its second try',
    labels: { subject: SUBJECTS, outcome: ENDS },
  },
  SECONDS,
);

export const answeredIn = histogram(
  {
    name: 'portico_answer_seconds',
    help: 'Time that the answering service took for a question',
    labels: { subject: SUBJECTS, outcome: ENDS },
  },
  SECONDS,
);

export const answered = counter({
  name: 'portico_questions_total',
  help: 'Questions by subject and outcome: answered, or the code of the refusal',
  labels: { subject: SUBJECTS, outcome: ['answered', ...Object.keys(CODES)] },
});

/** Shows at each scrape whether the service is connected. */
export const showConnection = (isUp: () => boolean): void => {
  isConnected = isUp;
};

let isConnected: (() => boolean) | undefined;

gauge(
  { name: 'portico_nats_connected', help: '1 while the service is connected to NATS' },
  function collect() {
    this.set(isConnected?.() ? 1 : 0);
  },
);
