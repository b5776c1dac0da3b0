import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useSession } from '../api/session.js';
import { powersOf } from '../app/access.rules.js';
import { SetUp } from './set-up.js';

const route = getRouteApi('/frame/signed-in/settings/settings/sso/$connectionId');

/** The set-up of one connection, in four steps. */
export const SetUpPage = (): JSX.Element => {
  const { connectionId } = route.useParams();
  const { step } = route.useSearch();
  const navigate = route.useNavigate();
  const { user, recovery } = useSession();
  return (
    <SetUp
      key={connectionId}
      connectionId={connectionId}
      step={step}
      onStep={(next) => void navigate({ search: { step: next } })}
      powers={powersOf({ roles: user?.roles ?? [], recovery })}
    />
  );
};
