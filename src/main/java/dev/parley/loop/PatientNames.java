package dev.parley.loop;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the JVM for the addresses of a host, which blocks, for seconds where a name server is away:
 * so on a virtual thread each time.
 */
final class PatientNames extends AddressResolverGroup<InetSocketAddress> {

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
    return new Resolver(loop).asAddressResolver();
  }

  private static final class Resolver extends InetNameResolver {

    Resolver(EventExecutor loop) {
      super(loop);
    }

    @Override
    protected void doResolve(@Nullable String host, Promise<InetAddress> answer) {
      Thread.ofVirtual()
          .name("parley-names")
          .start(
              () -> {
                try {
                  answer.trySuccess(InetAddress.getByName(host));
                } catch (UnknownHostException unknown) {
                  answer.tryFailure(unknown);
                }
              });
    }

    @Override
    protected void doResolveAll(@Nullable String host, Promise<List<InetAddress>> answer) {
      Thread.ofVirtual()
          .name("parley-names")
          .start(
              () -> {
                try {
                  answer.trySuccess(List.of(InetAddress.getAllByName(host)));
                } catch (UnknownHostException unknown) {
                  answer.tryFailure(unknown);
                }
              });
    }
  }
}
