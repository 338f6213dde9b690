import { defineConfig } from 'vitest/config'

/** `npm run test:mlflow`: against a real MLflow, which installs itself from PyPI into .hotpass; no part of `npm test` or `.ci/run`. */
export default defineConfig({
  test: { include: ['test/mlflow/**/*.mlflow.ts'], pool: 'forks', maxWorkers: 1 },
})
