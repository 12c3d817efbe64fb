import * as v from 'valibot'
import type { AppError } from '#core/errors/error-code.ts'
import { isErrorCode } from '#core/errors/messages.zh-CN.ts'

/** An error as it was stored, of this version or another. */
export const storedErrorSchema = v.pipe(
  v.object({ code: v.string(), params: v.record(v.string(), v.union([v.string(), v.number()])) }),
  v.check(({ code }) => isErrorCode(code)),
  // The code was checked; parameters of another version print oddly at worst.
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  v.transform((error) => error as unknown as AppError),
)
