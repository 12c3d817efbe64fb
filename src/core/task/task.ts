import * as v from 'valibot'
import type { SignedFile, SignedFileKind } from '#core/signed/signed-file.ts'
import { publicJwkSchema } from '#core/submission/submission.ts'
import { unitSchema } from '#core/unit/unit.ts'

const calendarDate = v.pipe(v.string(), v.isoDate())
const webAddress = v.pipe(v.string(), v.maxLength(300), v.url(), v.regex(/^https?:\/\/[^\s@]+$/))

/** Shape of what a unit signs to invite its people. */
export const taskContentSchema = v.strictObject({
  id: v.pipe(v.string(), v.uuid()),
  unit: unitSchema,
  scheme: v.strictObject({ id: v.pipe(v.string(), v.maxLength(64)), version: v.pipe(v.string(), v.maxLength(32)) }),
  deadline: v.exactOptional(calendarDate),
  server: v.exactOptional(webAddress),
  token: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w.~-]{1,256}$/))),
  /** Thumbprint of the key the server signs its receipts with. */
  serverKey: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]{43}$/))),
  encryptionKey: v.exactOptional(publicJwkSchema),
  encryptionKeyAbove: v.exactOptional(publicJwkSchema),
  issuedAt: v.pipe(v.string(), v.isoTimestamp()),
})

/**
 * 采集任务: a unit's invitation. It fixes the unit's official name and division, tells the deadline, and may carry
 * the address of a server with a token, and the key that submissions are sealed to (one more for the level above).
 */
export type TaskContent = v.InferOutput<typeof taskContentSchema>

/** A task whose signature has been verified. */
export type Task = SignedFile<TaskContent>

/** 采集任务 `.task`. */
export const taskKind: SignedFileKind<TaskContent> = {
  name: 'task',
  caibao: 'task/1',
  typ: 'caibao-task+jws',
  note: '这是单位签发的采集任务，请用采报打开：核对单位名称和指纹后即可按它填写；请不要改动。',
  limits: { sizeBytes: 65_536, depth: 10 },
  schema: taskContentSchema,
}
