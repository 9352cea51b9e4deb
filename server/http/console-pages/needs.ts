import type { Ports } from '#server/usecases/ports.ts'
import type { SignInTools } from '#server/usecases/sign-in-ports.ts'

/** What the console is given: every tool, who may enter, built assets, and where people reach it. */
export type ConsoleNeeds = Ports & {
  signIn: SignInTools
  /** URL of a built asset by its logical name, such as `console.css`. */
  assets: (logicalName: string) => string
  /** Origin (and nothing else) under which people reach the console. */
  publicUrl: string
  evaluation: boolean
  /** The largest file that is taken. */
  maxUploadBytes: number
  /** The operator's terms, where a team has none of its own. */
  termsUrl: string | null
}
