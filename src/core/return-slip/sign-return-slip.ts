import { signFile } from '#core/signed/sign-file.ts'
import type { SigningKey } from '#core/submission/submission.ts'
import { type ReturnSlipContent, returnSlipKind } from './return-slip.ts'

/** Text of a `.rtn` file signed by the unit. */
export function signReturnSlip(content: ReturnSlipContent, key: SigningKey): Promise<string> {
  return signFile(returnSlipKind, content, key)
}
