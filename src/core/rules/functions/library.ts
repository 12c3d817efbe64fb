import { awardingBodyFunctions } from './awarding-body.ts'
import { certificateFunctions } from './certificate.ts'
import { codeFunctions } from './codes.ts'
import { dateFunctions } from './dates.ts'
import { emailFunctions } from './email.ts'
import { guangxiPlaceFunctions } from './guangxi-places.ts'
import { idNumberFunctions } from './id-number.ts'
import { issuingBodyFunctions } from './issuing-body.ts'
import { phoneNumberFunctions } from './phone-number.ts'
import { rareCharacterFunctions } from './rare-characters.ts'
import { retirementFunctions } from './retirement.ts'
import type { RuleFunction } from './rule-function.ts'
import { signatureFunctions } from './signatures.ts'
import { textFunctions } from './text.ts'

/** Every function that a condition may call. */
export const ruleFunctions: readonly RuleFunction[] = [
  ...idNumberFunctions,
  ...dateFunctions,
  ...retirementFunctions,
  ...textFunctions,
  ...signatureFunctions,
  ...rareCharacterFunctions,
  ...emailFunctions,
  ...phoneNumberFunctions,
  ...codeFunctions,
  ...certificateFunctions,
  ...issuingBodyFunctions,
  ...guangxiPlaceFunctions,
  ...awardingBodyFunctions,
]
