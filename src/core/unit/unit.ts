import * as v from 'valibot'
import type { publicJwkSchema, SigningKey } from '#core/submission/submission.ts'

// Where a unit stands in the way up: 单位 → 主管部门 → 市 → 自治区.
const unitLevels = ['unit', 'department', 'city', 'region'] as const

// What a unit calls itself: NFC, no control or invisible characters that could disguise it.
const shownText = (longest: number) =>
  v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(longest),
    v.check(
      (text) => text === text.normalize('NFC') && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u.test(text),
    ),
  )

const orgCode = v.pipe(v.string(), v.regex(/^[0-9A-Z-]{1,32}$/))
const parentSchema = v.strictObject({ name: shownText(60), orgCode })

/** Shape of a unit as it names itself in what it signs. */
export const unitSchema = v.strictObject({
  name: shownText(60),
  orgCode,
  division: v.pipe(v.string(), v.regex(/^\d{6}$/)),
  level: v.picklist(unitLevels),
  parent: v.exactOptional(parentSchema),
})

/** 单位: official name as on its seal, organisation code, administrative division, level, and the unit above it. */
export type Unit = v.InferOutput<typeof unitSchema>

/** Public half of a unit's P-256 key: the same shape for ECDSA (signing) and ECDH (sealing). */
export type UnitPublicKey = v.InferOutput<typeof publicJwkSchema>

/** Whether two sayings of a unit speak of the same one: its name, code, division and level. */
export function isSameUnit(a: Unit, b: Unit): boolean {
  return a.name === b.name && a.orgCode === b.orgCode && a.division === b.division && a.level === b.level
}

/** Whether the unit names the other as the one above it, and stands no higher. */
export function isBelow({ parent, level }: Unit, above: Unit): boolean {
  const isNamed = parent?.orgCode === above.orgCode && parent.name === above.name
  return isNamed && unitLevels.indexOf(level) <= unitLevels.indexOf(above.level)
}

/** The key a unit opens sealed submissions with; the private half may be non-extractable. */
export interface OpeningKey {
  readonly privateKey: CryptoKey
  readonly publicJwk: UnitPublicKey
}

/** Both key pairs of a unit. One key for both uses would let a signature be turned into an opening. */
export interface UnitKeys {
  readonly signing: SigningKey
  readonly opening: OpeningKey
}
