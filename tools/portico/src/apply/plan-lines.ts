import type { FieldChange, Plan, PlannedStep } from './plan.rules.js';

const SIGNS = { create: '+', change: '~', delete: '-', unchanged: ' ' } as const;

/** A plan as a person reads it before saying yes. */
export const planLines = ({ steps }: Plan): string[] => [...steps.flatMap(stepLines), '', summaryOf(steps)];

const stepLines = ({ of, id, action, fields }: PlannedStep): string[] => [
  `${SIGNS[action]} ${action} ${of} ${id}`,
  ...fields.flatMap((field) => fieldLines(field, action)),
];

const fieldLines = ({ field, before, after }: FieldChange, action: PlannedStep['action']): string[] => {
  if (action === 'create') return [`    ${field}: ${text(after)}`];
  if (Array.isArray(before) && Array.isArray(after))
    return [
      `    ${field}:`,
      ...without(before, after).map((item) => `      - ${item}`),
      ...without(after, before).map((item) => `      + ${item}`),
    ];
  return [`    ${field}: ${text(before)} -> ${text(after)}`];
};

const without = (items: unknown[], others: unknown[]): string[] => {
  const found = others.map(text);
  return items.map(text).filter((item) => !found.includes(item));
};

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, (_, item: unknown) => inOrder(item));

/** The database keeps the fields of an object in another order than a file. */
const inOrder = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;

const summaryOf = (steps: PlannedStep[]): string => {
  const count = (action: PlannedStep['action']): number =>
    steps.filter((step) => step.action === action).length;
  return `${count('create')} to create, ${count('change')} to change, ${count('delete')} to delete, ${count('unchanged')} unchanged.`;
};
