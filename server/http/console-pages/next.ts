/** Where somebody goes after the sign-in: only ever a path of the console. */
export function safeNext(next: string): string {
  return /^\/console\/[A-Za-z0-9/_.-]*(\?[A-Za-z0-9=&%_.+-]*)?$/.test(next) &&
    !next.startsWith('/console/sign-')
    ? next
    : '/console/home'
}
