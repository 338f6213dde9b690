const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it may stand between tags and in quoted attributes. Control and direction characters, which could disguise it, become spaces. */
export const escapeHtml = (value: unknown): string =>
  String(value ?? '')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, ' ')
    .replaceAll(/[&<>"']/g, (character) => entities[character] as string)
