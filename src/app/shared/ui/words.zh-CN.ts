import { speak } from '#core/words/translation.ts'

/** Words of the house's own controls. */
export const uiWords = speak('uiWords', {
  closeToast: '关闭提示',
  close: '关闭',
  insecure: {
    title: '这个地址不能填报',
    why: (origin: string) =>
      `现在打开的 ${origin} 是不加密的 http 地址。浏览器只在 https 地址和本机地址上提供签名、加密和离线保存，在这里不能生成报送，所以没有打开，免得白填。`,
    safe: '请改用单位公布的 https 地址，多半是：',
    here: '如果您就在运行采报的那台电脑上，请打开：',
    office:
      '如果单位只给了 http 地址，请告诉管理服务器的人：要给采报配证书，或放在 https 代理后面（见运维说明第 2 节）。',
    calm: '以前在别的地址填的内容还在原来的地址里，没有受影响。',
  },
} as const)
