/** The same rule as `portico subscriber add` has: the name is also the one at NATS. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const PORTICO = ['sso-config', 'identity', 'broker', 'dashboard', 'migration', 'operator', 'e2e'];

/** Throws where a subscriber cannot be called so. */
const checkName = (name) => {
  if (!NAME.test(name) || name.length > 40)
    throw new Error(
      `${JSON.stringify(name)} is no name: lower-case letters, digits and single hyphens, 40 at most.`,
    );
  if (PORTICO.includes(name)) throw new Error(`${name} is a name of Portico itself.`);
};

/** The events that were asked for; throws where one is not published. */
const chooseEvents = (text, published) => {
  const types = [...new Set(text.split(/[\s,]+/).filter(Boolean))].sort();
  const unknown = types.filter((type) => !published.some((event) => event.type === type));
  const all = published.map(({ type }) => type).sort();
  if (unknown.length > 0)
    throw new Error(`Portico publishes no ${unknown.join(' and no ')}. Its events: ${all.join(', ')}.`);
  if (types.length === 0) throw new Error('Say --events with one event at least.');
  return types
    .map((type) => published.find((event) => event.type === type))
    .map((event) => ({ ...event, method: methodOf(event.type) }));
};

const methodOf = (type) => type.replaceAll(/\.(\w)/g, (_, letter) => letter.toUpperCase());

module.exports = { checkName, chooseEvents };
