/**
 * One browser engine, driven by its own protocol: what a person does (open, press, type), what they see (words, pictures),
 * and scripts for what no protocol asks. Three implementations: Chromium, Firefox ESR, WebKitGTK.
 */
export type Engine = {
  readonly name: string
  open(url: string): Promise<void>
  reload(): Promise<void>
  back(): Promise<void>
  url(): Promise<string>
  /** Runs the body of a function in the page and gives what it returns (JSON). */
  run<Result = unknown>(body: string): Promise<Result>
  /** Presses the middle of what the selector names, as a finger or a mouse does. */
  press(selector: string): Promise<void>
  /** Replaces what the field holds by these characters, through the keyboard. */
  type(selector: string, text: string): Promise<void>
  /** Goes on inside the frame that the selector names; null goes back to the window. */
  enterFrame(selector: string | null): Promise<void>
  /** A PNG of the window. */
  picture(): Promise<Buffer>
  close(): Promise<void>
}

/** The size of a phone's window inside a chat app (390 × 844 less the app's bars). */
export const phone = { width: 390, height: 664 }

/** Waits until the script's body returns something true, and gives it. */
export async function waitFor<Result>(engine: Engine, body: string, what: string): Promise<Result> {
  let last: unknown
  for (let tries = 0; tries < 300; tries++) {
    // A page on its way out throws; the next one answers.
    last = await engine.run(body).catch((error: Error) => error.message)
    if (last && typeof last !== 'string') return last as Result
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${engine.name}: ${what} did not come within 30 s (${last}) at ${await engine.url()}`)
}

/** Waits until the address ends so. */
export async function arrivesAt(engine: Engine, ending: string): Promise<void> {
  const body = `return location.pathname.endsWith(${JSON.stringify(ending)}) && document.readyState !== 'loading'`
  await waitFor(engine, body, ending)
}

/** Script that scrolls to an element as a person does who wants to press it: not beneath the bar at the foot. */
export const toTheMiddle = (selector: string): string =>
  `document.querySelector(${JSON.stringify(selector)}).scrollIntoView({ block: 'center', behavior: 'instant' })`
