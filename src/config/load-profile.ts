import { ProfileNotFoundError } from './errors.ts'
import { locateConfiguration } from './locate-configuration.ts'
import { type Profile, profileSchema } from './profile.ts'
import { readConfigurationFile } from './read-configuration-file.ts'

/**
 * A profile by the id of a shipped one, or by the path of a .yaml file.
 * @throws ProfileNotFoundError, ConfigurationFileError
 */
export async function loadProfile(idOrPath: string): Promise<Profile> {
  const { path, shown } = await locateConfiguration('profiles', idOrPath, ProfileNotFoundError)
  return readConfigurationFile(path, shown, profileSchema)
}
