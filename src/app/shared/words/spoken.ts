import type { GuideEntry } from '#core/guide/guide.ts'
import type { Scheme } from '#core/scheme/scheme.ts'

interface Spoken {
  /** The scheme as it is shown. */
  scheme: (official: Scheme) => Scheme
  /** What a rule or the guide says of its own, as it is shown. */
  sentence: (official: string) => string
  /** An entry of the guide as it is shown; the official one stands beside it where this is another. */
  entry: (official: GuideEntry) => GuideEntry
}

/** How the official Chinese texts are shown: as they are, until another language takes these places at the start. */
export const spoken: Spoken = {
  scheme: (official) => official,
  sentence: (official) => official,
  entry: (official) => official,
}
