import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { fragmentToSigned, signedToFragment } from '#core/signed/signed-link.ts'
import { returnSlipKind } from './return-slip.ts'

const name = 'slip'
/** A longer link makes a code too fine to be read from paper by an old telephone. */
const longestOnPaper = 1800

/** The fragment that carries a return slip; a bare one, for a code, without its certificates. */
export const slipToFragment = (text: string, isBare = false): Promise<string> =>
  signedToFragment(name, text, returnSlipKind, isBare)

/** Whether the fragment of an address carries a return slip. */
export const isSlipFragment = (fragment: string): boolean => fragment.startsWith(`#${name}=`)

/** Whether a QR code of this link can be read from paper. */
export const fitsOnPaper = (link: string): boolean => link.length <= longestOnPaper

/** Text of the return slip in the fragment of a link; its reader says whether it is sound. */
export async function slipTextOf(fragment: string): Promise<Result<string, AppError<'SLIP_LINK_DAMAGED'>>> {
  const text = await fragmentToSigned(name, fragment, returnSlipKind)
  return text === undefined ? fail('SLIP_LINK_DAMAGED', {}) : ok(text)
}
