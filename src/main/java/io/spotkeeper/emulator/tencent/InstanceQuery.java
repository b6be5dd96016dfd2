package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which instances a describe call asks for, and which page of them.
 *
 * <p>Newest first, so that a launch between two pages shifts the second one, as offset paging does.
 */
final class InstanceQuery {
    static final int MAX_IDS = 100;
    private static final int MAX_LIMIT = 100;
    static final int STANDARD_LIMIT = 20;
    private static final Pattern ID = Pattern.compile("ins-[0-9a-z]{1,32}");

    /**
     * A page.
     *
     * @param total how many instances there are on all pages
     * @param rows the instances on this one
     */
    record Page(int total, List<Instance> rows) {}

    private InstanceQuery() {}

    static @Nullable Refusal objection(ApiCall call) {
        List<String> ids = call.texts("/InstanceIds");
        if (!ids.isEmpty() && call.has("/Filters/0")) {
            return new Refusal(
                    "InvalidParameter", "InstanceIds and Filters cannot be given together.");
        }
        Refusal refusal = idObjection(ids);
        return refusal == null ? pageObjection(call) : refusal;
    }

    static @Nullable Refusal pageObjection(ApiCall call) {
        long limit = call.number("/Limit", STANDARD_LIMIT);
        if (limit > MAX_LIMIT) {
            return new Refusal("InvalidParameterValue.LimitExceeded", "Limit must be 1 to 100.");
        }
        return limit < 1 || call.number("/Offset", 0) < 0
                ? new Refusal("InvalidParameterValue", "Limit or Offset is out of range.")
                : null;
    }

    static @Nullable Refusal idObjection(List<String> ids) {
        if (ids.size() > MAX_IDS) {
            return new Refusal(
                    "InvalidParameterValue.LimitExceeded", "There can be 100 InstanceIds.");
        }
        return ids.stream().allMatch(id -> ID.matcher(id).matches())
                ? null
                : new Refusal("InvalidInstanceId.Malformed", "An instance id is malformed.");
    }

    /** Unknown ids are simply absent. */
    static Page page(SpotMarket market, ApiCall call) {
        List<Instance> found = find(market, call);
        int offset = (int) Math.min(call.number("/Offset", 0), found.size());
        int end = (int) Math.min(found.size(), offset + call.number("/Limit", STANDARD_LIMIT));
        return new Page(found.size(), List.copyOf(found.subList(offset, end)));
    }

    private static List<Instance> find(SpotMarket market, ApiCall call) {
        String owner = call.account().uin();
        List<String> ids = call.texts("/InstanceIds");
        if (!ids.isEmpty()) {
            List<Instance> found = new ArrayList<>();
            for (String id : new LinkedHashSet<>(ids)) {
                Instance instance = market.describe(owner, id);
                if (instance != null && instance.pool().region().equals(call.region())) {
                    found.add(instance);
                }
            }
            return found;
        }
        InstanceFilter filter = new InstanceFilter(call, market.now());
        return market.list(owner, call.region()).reversed().stream()
                .filter(instance -> instance.details() instanceof InstanceDetails)
                .filter(filter::matches)
                .toList();
    }
}
