package io.spotkeeper.simulation;

import io.spotkeeper.keeper.Timing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What all processes of one run share.
 *
 * @param timeline time, and what is still to happen
 * @param store the resources
 * @param cloud the account's cloud
 * @param timing the periods of the protocol
 * @param orphanAge how old an instance without an owner must be to be given back; absent where
 *     nobody collects any
 * @param mischief what goes wrong with calls
 * @param observer who sees the truth
 * @param trace what is told of it
 */
record World(
        Timeline timeline,
        ObjectStore store,
        MarketCloud cloud,
        Timing timing,
        @Nullable Duration orphanAge,
        Mischief mischief,
        Observer observer,
        Trace trace) {}
