import { makeFileChecker } from '#app/platform/unit/check-file.ts'
import type { CheckedFile, CheckSetting } from '#app/platform/unit/check-message.ts'
import type { WrittenRules } from '#core/rules/written/written-rules.ts'
import type { SchemeBundle } from '#core/scheme/bundle.ts'

const ofOthers: WrittenRules = { digest: '', makeCheck: () => () => [] }

/** What checks files in a worker, by the rules of this scheme. */
export const fileCheckerOf = (
  { manifest, scheme, rules, tables }: SchemeBundle,
  given: Pick<CheckSetting, 'sealingKey'> & Partial<CheckSetting>,
) =>
  makeFileChecker(
    {
      scheme,
      identity: manifest,
      rules,
      rulesDigest: manifest.parts['rules'] ?? '',
      tables: Object.entries(tables),
      keys: [],
      today: '2026-11-27',
      ...given,
    },
    ofOthers,
  )

/** A file as the page hands it to the worker. */
export const givenFile = (bytes: Uint8Array<ArrayBuffer>) => ({
  sizeBytes: bytes.byteLength,
  bytes: bytes.slice().buffer,
})

/** The one file that was given, as it was checked. */
export async function checkedAlone(
  checker: ReturnType<typeof makeFileChecker>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<CheckedFile> {
  const { files } = await checker.checkFiles([givenFile(bytes)])
  const [file] = files
  if (!file) throw new Error('one file was given')
  return file
}
