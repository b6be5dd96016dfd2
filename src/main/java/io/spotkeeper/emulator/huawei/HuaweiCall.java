package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.wire.WireRequest;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.HuaweiDomain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call of a verified sender.
 *
 * @param account the sender's key
 * @param domain the sender's account
 * @param regions regions that it is about
 * @param match which operation, with the variables of its path
 * @param query decoded query
 * @param body decoded body; a missing node if there is none
 * @param request the request as it was received
 * @param requestId id of the request
 * @param pause what is waited for before it takes effect
 */
record HuaweiCall(
        Account account,
        HuaweiDomain domain,
        List<String> regions,
        Operation.Match match,
        Map<String, List<String>> query,
        JsonNode body,
        WireRequest request,
        String requestId,
        Runnable pause) {
    HuaweiCall {
        regions = List.copyOf(regions);
    }

    /** Owner of all that the call creates or sees. */
    String owner() {
        return account.uin();
    }

    /** A variable of the path. */
    String path(String name) {
        return match.variables().getOrDefault(name, "");
    }

    /** A query parameter; null if it is absent or empty. */
    @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null || values.getFirst().isEmpty() ? null : values.getFirst();
    }

    /** All values of a query parameter, given repeatedly or separated by commas. */
    List<String> queries(String name) {
        return query.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** A whole number of the query; the alternative if it is absent, -1 if it is out of range. */
    int number(String name, int otherwise, int least, int most) {
        String value = query(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,9}")) {
            return -1;
        }
        int number = Integer.parseInt(value);
        return number < least || number > most ? -1 : number;
    }
}
