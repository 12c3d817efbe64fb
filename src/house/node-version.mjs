/**
 * Whether a version as Node writes it (`v24.21.0`) is the given major and minor or newer.
 * @param {string} version
 * @param {readonly number[]} oldest
 */
export function isAtLeast(version, [oldestMajor = 0, oldestMinor = 0]) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number)
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}
