import type { Result } from '#core/errors/result.ts'
import type { CheckedUpload, Upload } from './check-upload.ts'

/** Files to check, as they go to a worker. */
export interface CheckOrder {
  readonly id: number
  readonly uploads: readonly Upload[]
  readonly today: string
}

/** What a worker found, in the order of the files. */
export interface CheckAnswer {
  readonly id: number
  readonly results: readonly Result<CheckedUpload>[]
}
