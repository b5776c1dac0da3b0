import type { ConnectionCheck } from '@portico/contracts';
import { useRef, useState } from 'react';
import { fieldOf } from '../ui/field-faults.rules.js';
import { useTenantId } from '../api/session.js';
import { checkValues } from '../api/set-up.js';
import type { FormValues } from './values.rules.js';

type Checked = 'clientId' | 'clientSecret' | 'discoveryUrl';
type Finding = ConnectionCheck['findings'][number];

interface Checks {
  /** The mistake of a field that was left, if it has one. */
  findingOf: (field: Checked) => Finding | undefined;
  /** Whether the field was checked with its present value and is fine. */
  isFine: (field: Checked, value: string) => boolean;
  found: ConnectionCheck['found'];
  isChecking: Checked | null;
  /** Asks about the field that was just left. */
  check: (field: Checked, form: FormValues) => void;
  /** The field is typed into again: what was said of it is old. */
  forget: (field: Checked) => void;
}

/** Checks values through the server as their fields are left. A check that cannot be made is no mistake. */
export const useChecks = (connectionId: string): Checks => {
  const tenantId = useTenantId();
  const [findings, setFindings] = useState<Partial<Record<Checked, Finding | null>>>({});
  const [checkedValues, setCheckedValues] = useState<Partial<Record<Checked, string>>>({});
  const [found, setFound] = useState<ConnectionCheck['found']>(null);
  const [isChecking, setIsChecking] = useState<Checked | null>(null);
  const newest = useRef(0);

  const check = (field: Checked, form: FormValues): void => {
    if (form[field] === '') return;
    const turn = (newest.current += 1);
    setIsChecking(field);
    const { clientId, clientSecret, discoveryUrl } = form;
    const isAddress = field === 'discoveryUrl';
    checkValues(tenantId, connectionId, {
      ...(clientId !== '' && { clientId }),
      ...(clientSecret !== '' && { clientSecret }),
      // Only its own field asks at the provider: each look costs its server a request.
      ...(isAddress && { discoveryUrl }),
    })
      .then((answer) => {
        const finding = answer.findings.find(({ pointer }) => fieldOf(pointer) === field);
        setFindings((all) => ({ ...all, [field]: finding ?? null }));
        setCheckedValues((all) => ({ ...all, [field]: form[field] }));
        if (isAddress) setFound(answer.found);
      })
      .catch(() => undefined)
      .finally(() => {
        if (turn === newest.current) setIsChecking(null);
      });
  };

  return {
    findingOf: (field) => findings[field] ?? undefined,
    isFine: (field, value) => findings[field] === null && checkedValues[field] === value,
    found,
    isChecking,
    check,
    forget: (field) => {
      setFindings((all) => ({ ...all, [field]: undefined }));
      if (field === 'discoveryUrl') setFound(null);
    },
  };
};
