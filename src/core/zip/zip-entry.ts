import type { AppError } from '#core/errors/error-code.ts'

/** Bounds that hold before anything is unpacked. */
export interface ZipLimits {
  readonly entries: number
  /** Largest file inside, unpacked. */
  readonly entryBytes: number
  /** All files together, unpacked. */
  readonly totalBytes: number
  /** Unpacked to packed, of everything above a free mebibyte. */
  readonly ratio: number
}

/** A folder of everybody's files as people zip it: up to the whole city, with packs among them. */
export const folderLimits: ZipLimits = {
  entries: 200_000,
  entryBytes: 512 * 1_048_576,
  totalBytes: 2048 * 1_048_576,
  ratio: 100,
}

/** A file inside a ZIP, as its directory tells; plain data, so that a worker can be given it. */
export interface ZipEntry {
  /** Path inside the ZIP: only ever shown, never used to find or write a file. */
  readonly name: string
  readonly sizeBytes: number
  readonly packedBytes: number
  /** Where its local header begins. */
  readonly at: number
  readonly method: 'stored' | 'deflated' | 'unknown'
  readonly crc: number
  readonly isEncrypted: boolean
}

/** Why a ZIP, or a file inside it, is refused. */
export type ZipError = AppError<'ZIP_DAMAGED' | 'ZIP_TOO_LARGE' | 'ZIP_ENCRYPTED' | 'ZIP_NESTED'>
