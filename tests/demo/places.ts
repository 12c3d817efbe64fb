/** Where the parts lie in the folder. */
export const demoPlaces = {
  submissions: '送审',
  packs: '上报包',
  keys: '密钥',
  expected: '应报名单.xlsx',
  register: '单位名录.xlsx',
  readMe: '先读我.txt',
} as const
