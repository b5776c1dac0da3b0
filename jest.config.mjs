/**
 * One Jest for every project: unit tests are `*.spec.ts`, integration tests `*.int.spec.ts`
 * (they need the servers that `npm test` starts), browser tests `*.e2e.ts`.
 */
const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    target: 'es2023',
    keepClassNames: true,
  },
};

export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@portico/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/.tools/', '/.portico/', '/.nx/'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  testMatch: ['**/*.spec.ts', '**/*.e2e.ts'],
};
