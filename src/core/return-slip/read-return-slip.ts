import type { Result } from '#core/errors/result.ts'
import { readSignedFile, type SignedFileError } from '#core/signed/read-signed-file.ts'
import { type ReturnSlip, returnSlipKind } from './return-slip.ts'

/** Reads and verifies a `.rtn` file. Whether the signer is the person's unit is for the caller to compare. */
export function readReturnSlip(text: string): Promise<Result<ReturnSlip, SignedFileError>> {
  return readSignedFile(text, returnSlipKind)
}
