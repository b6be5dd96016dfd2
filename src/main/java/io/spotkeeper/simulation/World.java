package io.spotkeeper.simulation;

import io.spotkeeper.keeper.Timing;

/**
 * What all processes of one run share.
 *
 * @param timeline time, and what is still to happen
 * @param store the resources
 * @param cloud the account's cloud
 * @param timing the periods of the protocol
 * @param mischief what goes wrong with calls
 * @param observer who sees the truth
 * @param trace what is told of it
 */
record World(
        Timeline timeline,
        ObjectStore store,
        MarketCloud cloud,
        Timing timing,
        Mischief mischief,
        Observer observer,
        Trace trace) {}
