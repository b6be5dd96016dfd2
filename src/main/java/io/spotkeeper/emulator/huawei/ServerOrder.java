package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.market.Bid;
import io.spotkeeper.emulator.market.CapacityPool;
import java.util.Map;

/**
 * What a checked create call, or an auto launch group, wants.
 *
 * @param pool what to buy
 * @param count how many
 * @param bid what to pay at most
 * @param name name of the servers, without the suffix of a batch
 * @param tags tags of every server
 * @param request what is remembered of the wish, in the fields of a create call
 */
record ServerOrder(
        CapacityPool pool,
        int count,
        Bid bid,
        String name,
        Map<String, String> tags,
        JsonNode request) {
    ServerOrder {
        tags = Map.copyOf(tags);
    }
}
