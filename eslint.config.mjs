import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';
import fences from './tools/fences/src/fences.mjs';

const libs = (...names) => names.map((name) => `scope:${name}`);

/** Who may import whom. A tag without a rule here is a defect. */
const boundaries = [
  { sourceTag: 'scope:contracts', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:secrets', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'scope:policy', onlyDependOnLibsWithTags: libs('contracts') },
  { sourceTag: 'scope:testing', onlyDependOnLibsWithTags: libs('contracts') },
  { sourceTag: 'scope:service-kit', onlyDependOnLibsWithTags: libs('contracts', 'testing') },
  { sourceTag: 'scope:messaging', onlyDependOnLibsWithTags: libs('contracts', 'service-kit', 'testing') },
  {
    sourceTag: 'scope:deployment',
    onlyDependOnLibsWithTags: libs('contracts', 'secrets', 'messaging', 'testing'),
  },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
  {
    sourceTag: 'type:example',
    onlyDependOnLibsWithTags: libs('contracts', 'testing', 'messaging', 'service-kit'),
  },
  // The pages of the documentation are read from the code of all services.
  { sourceTag: 'type:docs', onlyDependOnLibsWithTags: ['type:lib', 'type:app'] },
  { sourceTag: 'type:tool', onlyDependOnLibsWithTags: ['type:lib'] },
  // What the images start is held against what the services read.
  { sourceTag: 'type:images', onlyDependOnLibsWithTags: ['type:lib', 'type:app', 'type:tool'] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib', 'type:tool'] },
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/.nx/**', '.tools/**', '.portico/**', '**/coverage/**'] },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The two contradict each other, and each one's fix is the other's fault.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Handlers of Nest, Jest and oidc-provider are asynchronous by contract, with or without an await inside.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/return-await': ['error', 'always'],
      // Answers of SQL and of libraries are typed at the call: `query<Row[]>(…)`.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Nest's option objects are declared as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      complexity: ['error', 12],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
      'no-warning-comments': ['error', { terms: ['fixme', 'xxx', 'hack'] }],
    },
  },
  {
    files: ['**/*.{ts,tsx,mjs,js}'],
    plugins: { portico: fences, '@nx': nx },
    rules: {
      'portico/imports': 'error',
      '@nx/enforce-module-boundaries': ['error', { depConstraints: boundaries, allow: [] }],
    },
  },
  {
    files: ['apps/**/*.{ts,tsx}', 'libs/**/*.ts', 'examples/**/*.ts'],
    ignores: ['**/env.ts', '**/*.spec.ts', '**/*.fixture.ts', 'libs/testing/**', 'apps/e2e/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment once, in env.ts.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.fixture.ts', '**/*.e2e.ts', '**/*.faults.ts', 'apps/e2e/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.tsx'],
    rules: {
      // Markup is long and flat.
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', setTimeout: 'readonly', URL: 'readonly' },
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', __dirname: 'readonly' } },
  },
);
