/** The door of the mlflow room: telling a tracking server of models, over REST. */
export { MlflowError } from './errors.ts'
export { MlflowServer } from './mlflow-server.ts'
export { mlflowSettings } from './mlflow-settings.ts'
export { serverVersion, tellAlias } from './registered-model.ts'
export { tellTraining } from './tell-training.ts'
