import * as v from 'valibot'
import { publicJwkSchema, type SigningKey } from '#core/submission/submission.ts'

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

/** Shape of what a unit shows of itself. */
export const unitCertificateSchema = v.strictObject({
  unit: unitSchema,
  signing: publicJwkSchema,
  encryption: publicJwkSchema,
})

/** What a unit shows of itself: who it is, the key it signs with and the key that submissions are sealed to. */
export type UnitCertificate = v.InferOutput<typeof unitCertificateSchema>

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

/** What a unit with these keys shows of itself. */
export function certificateOf(unit: Unit, { signing, opening }: UnitKeys): UnitCertificate {
  return { unit, signing: signing.publicJwk, encryption: opening.publicJwk }
}
