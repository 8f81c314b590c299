package dev.parley.endpoint;

import org.eclipse.jetty.websocket.core.AbstractExtension;

/**
 * permessage-deflate, RFC 7692, as far as Jetty has to know of it: that the mark of a compressed
 * message is allowed. Jetty's own would compress each message once per recipient and keep 100 KB
 * for each connection; frames pass this one as they are, and we inflate and compress ourselves.
 */
public final class JettyDeflate extends AbstractExtension {

  @Override
  public boolean isRsv1User() {
    return true;
  }
}
