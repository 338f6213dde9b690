const CHECKOUT = `      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0
        with:
          node-version: 24
      - run: npm ci`

/** Asks of every change whether the domains hold together. */
export const checkWorkflow = (): string => `name: Check

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
${CHECKOUT}
      - run: npx hotpass domain check
`

/**
 * Deploys one of the environments when somebody starts it, as the role that its GitHub environment names.
 * @param peers what deploying needs besides the program: package → version
 */
export const deployWorkflow = (
  environments: readonly string[],
  peers: Readonly<Record<string, string>>,
): string => `name: Deploy

# Started by hand. Each environment is a GitHub environment of the same name with the variables AWS_ROLE_ARN and AWS_REGION; the role is
# an output of its delivery stack (\`delivery\` in hotpass.yaml). No secret is needed.
on:
  workflow_dispatch:
    inputs:
      environment:
        type: choice
        options: [${environments.join(', ')}]

permissions:
  contents: read
  id-token: write

jobs:
  deploy:
    runs-on: ubuntu-24.04
    timeout-minutes: 45
    concurrency:
      group: deploy-\${{ inputs.environment }}
      cancel-in-progress: false
    environment: \${{ inputs.environment }}
    env:
      ENVIRONMENT: \${{ inputs.environment }}
    steps:
${CHECKOUT}
      - run: npm install --no-save ${Object.entries(peers)
        .map(([name, version]) => `${name}@${version}`)
        .join(' ')}
      # The functions' architecture is not the runner's, and npm installs DuckDB's binding for the runner only.
      - run: node node_modules/hotpass/bin/fetch-duckdb.js arm64
      - uses: aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3
        with:
          role-to-assume: \${{ vars.AWS_ROLE_ARN }}
          aws-region: \${{ vars.AWS_REGION }}
      - run: npx hotpass deploy --env "$ENVIRONMENT" --yes
`
