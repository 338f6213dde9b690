/** What a page of the site may load: nothing but its own files. The server sends it, and each page carries it too, for readers elsewhere. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
