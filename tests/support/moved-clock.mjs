/** Loaded into a server before its own code: its clock goes MOVED_CLOCK_MS before the machine's. */
const ahead = Number(process.env.MOVED_CLOCK_MS ?? 0)
const now = Date.now.bind(Date)

globalThis.Date = new Proxy(Date, {
  construct: (real, given, target) =>
    Reflect.construct(real, given.length === 0 ? [now() + ahead] : given, target),
  get: (real, name) => (name === 'now' ? () => now() + ahead : Reflect.get(real, name)),
})
