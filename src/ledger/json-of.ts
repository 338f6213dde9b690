/** What a stored document says; undefined for one that is not JSON, whose reader says what that means. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}
