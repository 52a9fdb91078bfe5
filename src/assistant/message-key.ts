/** Every key that a message may have, read from the English texts: a misspelt key is a type error. */
import type nudges from '../../locales/en/nudges.json'
import type playground from '../../locales/en/playground.json'
import type summary from '../../locales/en/summary.json'
import type assistant from '../../locales/en/texts.json'

type PluralSuffix = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type WithoutPlural<K extends string> = K extends `${infer Base}_${PluralSuffix}` ? Base : K

type Paths<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${WithoutPlural<K>}` : Paths<T[K], `${Prefix}${K}.`>
}[keyof T & string]

export type MessageKey = Paths<
  typeof assistant & { nudges: typeof nudges; playground: typeof playground; summary: typeof summary }
>
