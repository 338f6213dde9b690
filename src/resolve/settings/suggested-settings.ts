import type { LinkageModel } from '../training/linkage-model.ts'
import type { LinkageSettings } from './parse-linkage-settings.ts'
import { toSplinkSettings } from './to-splink-settings.ts'

/** The settings as a file that gives the same result again: with the model's numbers and the threshold, for whoever goes on from there. */
export const suggestedSettings = (
  settings: LinkageSettings,
  model: LinkageModel,
  threshold: number,
  countedIn: LinkageSettings['options']['counted_in'],
): Record<string, unknown> => ({
  ...toSplinkSettings(settings, model),
  hotpass: {
    ...settings.options,
    counted_in: countedIn,
    match_threshold: threshold,
    review_threshold: Math.min(settings.options.review_threshold, threshold),
  },
})
