import { inject, type InjectionKey } from 'vue'

/** What the person wants explained: a field, and what a rule says of it. */
export interface Explained {
  readonly path: string
  /** Id of the rule; empty for the field with all that is said at it. */
  readonly rule: string
}

type OpenGuide = (explained: Explained) => void

/** Key under which a page provides its way to 填写说明; without one no field offers it. */
export const guideDoorKey: InjectionKey<OpenGuide> = Symbol('guide door')

/** The page's way to 填写说明. */
export const useGuideDoor = (): OpenGuide | undefined => inject(guideDoorKey, undefined)

/** Key under which a page provides its search for rare characters, asked with the path of the field. */
export const rareDoorKey: InjectionKey<(path: string) => void> = Symbol('rare character door')

/** The page's search for rare characters. */
export const useRareDoor = (): ((path: string) => void) | undefined => inject(rareDoorKey, undefined)
