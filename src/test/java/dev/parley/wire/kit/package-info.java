/**
 * Clients for wire tests. They send what no library would, run against any URL and judge what comes
 * back; the kit uses the JDK alone, nothing of the service and nothing of Spring.
 */
@NullMarked
package dev.parley.wire.kit;

import org.jspecify.annotations.NullMarked;
