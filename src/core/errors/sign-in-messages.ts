import type { ErrorMessages, StaffEntry } from './error-code.ts'

const entries: { readonly [E in StaffEntry]: string } = {
  code: '填的不是邀请码或设置码（太长，或者是空的）。请只粘贴那个码，或者粘贴整个链接。',
  displayName: '姓名不能空着，最多 60 个字，也不能有看不见的字符（从别处粘贴来的常有）。请重新输入姓名。',
  loginName:
    '登录名只能用汉字、字母、数字和 . _ - @，不能有空格、括号等别的符号，最多 64 个字。请改好再提交，例如“zhangsan”或“张三”。',
  password: '新口令太短，或者超过 256 个字。请换一个。',
}

/** From two minutes on, minutes are enough to know. */
const waiting = (seconds: number): string => (seconds < 120 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`)

/** Why somebody did not come in, or did not come out: a part of the sentences of errors. */
export const signInMessages = {
  SIGN_IN_REFUSED: () => '登录名或口令不对，没有登录。请再输入一次；忘了口令请找本单位管理员要重设码。',
  STAFF_ENTRY_BAD: ({ entry }) => `${entries[entry]}什么也没有提交。`,
  SIGN_IN_WAIT: ({ retryAfterSeconds }) =>
    `输错的次数太多（口令、邀请码都算，也可能是同一个网络里别人输错的），现在输对了也不行。请过 ${waiting(retryAfterSeconds)}再输一次，不会自动再试；忘了口令请找本单位管理员要重设码。`,
  PASSKEY_REFUSED: () => '这个通行密钥没有通过核对，没有登录也没有添加。请再试一次，或用口令登录。',
  SIGN_OUT_FAILED: () =>
    '没有退出登录：服务器没有答复，或出了问题。您的账号在这个浏览器里还开着。请联网后再退出一次；在公用的电脑上，退出之前请不要离开。',
  PASSKEY_ADDRESS_OTHER: ({ host }) =>
    `通行密钥只能在域名是 ${host} 的网址上用，现在打开的是别的网址，没有登录也没有添加。请改用那个网址（不清楚的请问管理员），或用口令登录。`,
  PASSKEY_HERE_ALREADY: () =>
    '这台设备（或这把安全钥匙）上已经有这个账号的通行密钥，没有再添加。请直接用它登录；要换新的，请先在列表里删除它。',
  PASSKEY_FAILED: ({ reason }) =>
    `这个浏览器没能使用通行密钥（${reason}），没有登录也没有添加。请再试一次，或用口令登录；一直这样，请更新浏览器或换一个。`,
} satisfies Partial<ErrorMessages>
