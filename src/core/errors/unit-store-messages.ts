import type { ErrorMessages } from './error-code.ts'

/** What is said where the sealed store of a unit does not open, or is gone. */
export const unitStoreMessages = {
  STORE_LOCKED: () => '数据已经锁定，这一步没有做。请输入口令解锁后再试；已保存的内容都在。',
  STORE_SEAL_BROKEN: () =>
    '存放的一项数据与它的封印不符，没有读出来。请停止处理并恢复备份，或联系技术人员；其他数据没有改动。',
  UNIT_STORE_ERASED: () =>
    '本单位存在这个浏览器里的数据刚才被清除了，这一步没有存下来。请照本页上方的说明恢复单位；已经上报、退回的文件和别处的备份都不受影响。',
} satisfies Partial<ErrorMessages>
