import { type Dashboard, quantile, rate } from './panel.ts';

export const MESSAGING: Dashboard = {
  uid: 'portico-messaging',
  title: 'Portico: questions and facts',
  says: 'What the services ask each other, and what they tell.',
  panels: [
    {
      title: 'Oldest fact in the outbox',
      says: 'A fact leaves within a second; more means that NATS or the relay is in trouble. None is lost.',
      unit: 's',
      lines: [['{{job}}', 'max by (job) (portico_outbox_oldest_seconds)']],
    },
    {
      title: 'Facts in the outbox',
      says: 'How many wait.',
      unit: 'short',
      lines: [['{{job}}', 'max by (job) (portico_outbox_unsent)']],
    },
    {
      title: 'Facts sent',
      says: 'By event, as the stream took them.',
      unit: 'ops',
      lines: [['{{event}} {{outcome}}', `sum by (event, outcome) (${rate('portico_facts_sent_total')})`]],
    },
    {
      title: 'Facts that consumers have not had',
      says: 'By durable: waiting in the stream, or given and not settled.',
      unit: 'short',
      lines: [
        ['{{consumer}} waiting', 'max by (consumer) (portico_consumer_pending)'],
        ['{{consumer}} in hand', 'max by (consumer) (portico_consumer_unacknowledged)'],
      ],
    },
    {
      title: 'Facts handled',
      says: 'By consumer: done, to come again, buried.',
      unit: 'ops',
      quiet: true,
      lines: [['{{consumer}} {{outcome}}', `sum by (consumer, outcome) (${rate('portico_facts_total')})`]],
    },
    {
      title: 'Dead letters',
      says: 'Facts that nobody could handle. Each wants a person.',
      unit: 'short',
      lines: [['{{consumer}}', 'max by (consumer) (portico_dead_letters)']],
    },
    {
      title: 'Questions',
      says: 'As the asking service saw them end.',
      unit: 'ops',
      lines: [['{{outcome}}', `sum by (outcome) (${rate('portico_question_seconds_count')})`]],
    },
    {
      title: 'Time of questions (95 of 100)',
      says: 'From the question to the answer, for whoever asks.',
      unit: 's',
      lines: [['{{subject}}', quantile(0.95, 'portico_question_seconds', ['subject'])]],
    },
    {
      title: 'Time of answers (95 of 100)',
      says: 'The part of it that the answering service took.',
      unit: 's',
      lines: [['{{subject}}', quantile(0.95, 'portico_answer_seconds', ['subject'])]],
    },
    {
      title: 'Refused questions',
      says: 'By code; a wrong password is one of them.',
      unit: 'ops',
      quiet: true,
      lines: [
        [
          '{{subject}} {{outcome}}',
          `sum by (subject, outcome) (${rate('portico_questions_total{outcome!="answered"}')})`,
        ],
      ],
    },
  ],
};
