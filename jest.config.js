/** Tests are TypeScript; what they import is the built code, the same files that a user runs. */
export default {
  testEnvironment: './test/environment.js',
  roots: ['packages', 'plugins', 'apps', 'migrations', 'tools', 'test'].map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/test/**/*.test.ts', '**/tools/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': ['@swc/jest', {
      jsc: {
        target: 'es2023',
        parser: { syntax: 'typescript', tsx: false, decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'es6' },
    }],
  },
  testTimeout: 60_000,
};
