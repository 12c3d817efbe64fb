// Windows refuses the first of these in file names; controls, what has no shape or turns the direction of writing,
// line ends and halves of characters would disguise the name.
const unfit = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\uFFFE\uFFFF]/gu
// Windows opens a device where one of these stands before the first dot, whatever comes behind it.
const device = /^(?:con|prn|aux|nul|con(?:in|out)\$|(?:com|lpt)[\d¹²³])(?= *(?:\.|$))/i
// Disks take 255 bytes; browsers put an ending of their own behind the name while they write.
const mostBytes = 240
const keptAtEnds = 28

function cutInTheMiddle(name: string): string {
  const characters = [...name]
  return `${characters.slice(0, keptAtEnds).join('')}…${characters.slice(-keptAtEnds).join('')}`
}

/**
 * A file name that every disk takes and that says what it is, whatever somebody wrote into what it is made of:
 * it leads into no folder, is no device, is not hidden, does not run backwards and keeps its ending.
 */
export function harmlessFileName(name: string): string {
  const fit = name
    .replace(unfit, '')
    .replace(/\s+/g, ' ')
    .replace(/^[ .]+|[ .]+$/g, '')
  const short = new TextEncoder().encode(fit).length > mostBytes ? cutInTheMiddle(fit) : fit
  return short.replace(device, '_$&') || '未命名'
}
