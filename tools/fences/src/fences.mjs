/**
 * The fences inside the house: what a file may import by its kind (the suffix) and its room (the folder).
 * Between projects, Nx tags decide (see eslint.config.mjs).
 */

const STORES = /\.(store|entity)\.js$/;
const DOORS = /\.(controller|responder|consumer)\.js$/;

/** A fence: the files that it binds, what they never import, and the sentence that says why. */
const FENCES = [
  {
    files: /\/apps\/[^/]+\/src\/.*\.(controller|responder|consumer)\.ts$/,
    never: (source) => STORES.test(source) || source === 'typeorm',
    why: 'a door calls work; it does not touch stores',
  },
  {
    files: /\/apps\/[^/]+\/src\/.*\.rules\.ts$/,
    never: (source) =>
      /^(@nestjs\/|typeorm$|pg$|node:(fs|http|https|net|dns|child_process))/.test(source) ||
      /\.(store|client)\.js$/.test(source),
    why: 'rules are pure: no store, no client, no Nest, no I/O',
    typesAllowed: true,
  },
  {
    files: /\/apps\/[^/]+\/src\/[^/]+\/.*\.(store|entity)\.ts$/,
    never: (source) => source.startsWith('../') && STORES.test(source),
    why: 'a store touches one table and no other room',
    typesAllowed: true,
  },
  {
    files: /\/apps\/[^/]+\/src\/(?!main|migrate|bootstrap|app\.module)[^.]*\.ts$/,
    never: (source) => DOORS.test(source),
    why: 'work does not know the doors that call it',
  },
  {
    files: /\/(apps|libs|examples|tools)\//,
    except:
      /\/libs\/messaging\/|\/examples\/(nest-)?subscriber\/|\/tools\/launcher\/|\/apps\/e2e\/|\.(spec|fixture|e2e|faults)\.ts$/,
    never: (source) => source.startsWith('@nats-io/'),
    why: 'only libs/messaging speaks NATS',
  },
  {
    files: /\/apps\//,
    except: /\/apps\/(broker\/src\/upstream|dashboard\/src\/sign-in|e2e)\/|\.(spec|fixture)\.ts$/,
    never: (source) => /^(openid-client|oauth4webapi|undici|node:https?)$/.test(source),
    why: 'only the wall in upstream/ (and the dashboard towards the broker) calls an OpenID Provider',
    typesAllowed: true,
  },
  {
    files: /\/(apps|libs|examples|tools)\//,
    except: /\.(spec|fixture|e2e|faults)\.ts$|\/apps\/e2e\/|\/libs\/testing\//,
    never: (source) => source === '@portico/testing' || source === '@jest/globals',
    why: 'test servers and builders stay in tests',
  },
];

/** Rooms that a browser or an application enters; they hand over by a stored row or a sealed cookie. */
const FRONT_ROOMS = ['screens', 'callback', 'provider', 'passwords', 'mailbox'];

const frontRoomFence = (file, source) => {
  const room = /\/apps\/broker\/src\/([^/]+)\//.exec(file)?.[1];
  const target = /^\.\.\/([^/]+)\//.exec(source)?.[1];
  return FRONT_ROOMS.includes(room) && FRONT_ROOMS.includes(target) && room !== target
    ? `${room}/ and ${target}/ hand over by a stored row or a sealed cookie, never by a call`
    : undefined;
};

/** Why this file may not import this source; undefined if it may. */
export const findFence = (file, source, typeOnly = false) => {
  const path = file.replaceAll('\\', '/');
  const fence = FENCES.find(
    ({ files, except, never, typesAllowed }) =>
      files.test(path) && !except?.test(path) && !(typesAllowed && typeOnly) && never(source),
  );
  return fence?.why ?? frontRoomFence(path, source);
};

const check = (context) => (node) => {
  // A source that is only known as it runs is nobody's room.
  const why =
    typeof node.source?.value === 'string' &&
    findFence(context.filename, node.source.value, node.importKind === 'type' || node.exportKind === 'type');
  if (why) context.report({ node, message: `${node.source.value}: ${why}.` });
};

export default {
  rules: {
    imports: {
      meta: { type: 'problem', schema: [], docs: { description: 'fences between rooms and kinds' } },
      create: (context) => {
        const report = check(context);
        return {
          ImportDeclaration: report,
          ExportNamedDeclaration: report,
          ExportAllDeclaration: report,
          ImportExpression: report,
        };
      },
    },
  },
};
