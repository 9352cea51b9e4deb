/**
 * How much a cache may hold. `bytes` bounds the sum of what `weigh` says of each value; without it only `entries`
 * bounds.
 */
export type Bounds<Value> = { entries: number; bytes?: number; weigh?: (value: Value) => number }

/**
 * A cache that never grows beyond its bounds: what was not asked for the longest goes first. A value that alone weighs
 * more than all may hold is not kept.
 */
export class BoundedCache<Key, Value> {
  readonly #bounds: Required<Bounds<Value>>
  /** In the order of their last use. */
  readonly #kept = new Map<Key, Value>()
  #bytes = 0

  constructor({ entries, bytes = Number.POSITIVE_INFINITY, weigh = () => 0 }: Bounds<Value>) {
    this.#bounds = { entries, bytes, weigh }
  }

  get(key: Key): Value | undefined {
    const value = this.#kept.get(key)
    if (value === undefined) return undefined
    const { entries, bytes } = this.#bounds
    // The order says nothing as long as there is room for twice as much.
    if (this.#kept.size * 2 < entries && this.#bytes * 2 < bytes) return value
    this.#kept.delete(key)
    this.#kept.set(key, value)
    return value
  }

  set(key: Key, value: Value): void {
    this.delete(key)
    const { entries, bytes, weigh } = this.#bounds
    const weight = weigh(value)
    if (weight > bytes) return
    this.#kept.set(key, value)
    this.#bytes += weight
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= entries && this.#bytes <= bytes) return
      this.delete(oldest)
    }
  }

  delete(key: Key): void {
    const value = this.#kept.get(key)
    if (value === undefined) return
    this.#kept.delete(key)
    this.#bytes -= this.#bounds.weigh(value)
  }
}
