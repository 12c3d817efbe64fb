import type { ErrorMessages } from './error-code.ts'

/** Why somebody did not come out: a part of the sentences of errors. */
export const signInMessages = {
  SIGN_OUT_FAILED: () =>
    '没有退出登录：服务器没有答复，或出了问题。您的账号在这个浏览器里还开着。请联网后再退出一次；在公用的电脑上，退出之前请不要离开。',
} satisfies Partial<ErrorMessages>
