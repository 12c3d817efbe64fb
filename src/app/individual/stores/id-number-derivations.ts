import type { Derivations } from '#core/record/fills.ts'
import { idBirthDate, idCheckDigitOk, idGender } from '#core/rules/functions/id-number.ts'

/** Only a number that passes its check digit tells anything: half a number must not fill a field. */
const ofValid =
  (derive: (idNumber: string) => string) =>
  (idNumber: string): string =>
    idCheckDigitOk(idNumber) ? derive(idNumber) : ''

/** What the ID number tells about the person (GB 11643-1999 §3). */
export const idNumberDerivations: Derivations = {
  idNumberGender: ofValid(idGender),
  idNumberBirthDate: ofValid(idBirthDate),
}
