import type { AppError } from '#core/errors/error-code.ts'
import type { Standing } from '#core/certificate/check-certificates.ts'
import type { ReceivedPerson } from './received-person.ts'

/** A pack that was merged: who it is from, and who proves that. */
export interface ReceivedPack {
  readonly unit: string
  readonly count: number
  /** Thumbprint of the key that signed it. */
  readonly signer: string
  readonly standing: Standing
  /** The earlier version of the scheme it was made with. */
  readonly earlier?: string
}

/** What a file became: people, or the reason why nothing of it was taken. */
export interface ReceivedFile {
  readonly fileName: string
  readonly unit?: string
  readonly people: readonly ReceivedPerson[]
  readonly error?: AppError
  readonly pack?: ReceivedPack
}
