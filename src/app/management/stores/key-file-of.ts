import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'

/** The key file of a unit as it goes to a disk or stick. */
export const keyFileOf = ({ unit, keyFile }: StoredUnit) => ({
  fileName: `${unit.name}_单位密钥.key`,
  text: keyFile,
  type: 'application/json',
})
