import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

const Name = () => {
  const [name, setName] = useState('');
  useEffect(() => {
    void fetch('/api/session')
      .then(async (answer) => (await answer.json()) as { user: { name: string } | null })
      .then(({ user }) => setName(user?.name ?? ''));
  }, []);
  return <p>{name}</p>;
};

const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Name />
    </StrictMode>,
  );
