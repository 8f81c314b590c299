package dev.parley.redis;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Which primary has which keys. */
interface Routes {

  /** Begins to connect; does not block. */
  void start();

  /** The primary that has this slot, where one is known. */
  @Nullable Primary of(int slot);

  /** The primary whose address this is, where it is one of ours. */
  @Nullable Primary at(String address);

  Collection<Primary> all();

  /** A slot of each primary but the one that has this slot, the same while it has that one. */
  Collection<Integer> slotsBeside(int slot);

  /** Asks again which primary has what; comes, without an error, once that was tried. */
  CompletionStage<Void> refresh();

  /** Ends all links and opens no more. */
  void close();
}
