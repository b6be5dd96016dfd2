import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Waves of interruptions. For each interrupted instance: the time from the answer of the first listing that
 * can show it leaving the cloud (its last page) to the request that buys its replacement arriving there.
 */
final class Replenishment {
    private final Stage stage;
    private final String environment;
    private final List<Double> shares = new ArrayList<>();
    private final List<Double> whole = new ArrayList<>();
    private int interrupted;

    Replenishment(Stage stage, String environment) {
        this.stage = stage;
        this.environment = environment;
    }

    /** One share for each replaced instance, in milliseconds. */
    List<Double> shares() {
        return shares;
    }

    /** From the interruption to the fleet being ready again, in seconds, for each wave. */
    List<Double> whole() {
        return whole;
    }

    int interrupted() {
        return interrupted;
    }

    /** Interrupts this many at once and waits until they are replaced. */
    void wave(int count) {
        JsonNode before = stage.cluster.environment(environment);
        long since = stage.cloud.lastSeq();
        Instant at = Instant.now();
        stage.cloud.interrupt(before.path("metadata").path("uid").asText(), count);
        interrupted += count;
        long lost = interrupted(before) + count;
        Stage.await("a wave replaced", Duration.ofMillis(100), () -> {
            JsonNode now = stage.cluster.environment(environment);
            return interrupted(now) >= lost && Cluster.ready(now);
        });
        whole.add(Duration.between(at, Instant.now()).toMillis() / 1e3);
        List<Cloud.Call> calls = stage.cloud.calls(since);
        List<Cloud.Call> purchases = calls.stream().filter(c -> c.action().equals("RunInstances")).toList();
        Instant shown = shown(calls, at, purchases.getFirst().at());
        for (Cloud.Call purchase : purchases) {
            double share = Duration.between(shown, purchase.at()).toNanos() / 1e6;
            for (int i = 0; i < purchase.instances(); i++) {
                shares.add(share);
            }
        }
    }

    private static long interrupted(JsonNode environment) {
        return environment.path("status").path("interruptions").path("total").asLong();
    }

    /** When the last page of the first listing left that began after the interruption. */
    private static Instant shown(List<Cloud.Call> calls, Instant interrupted, Instant bought) {
        Instant end = null;
        boolean within = false;
        for (Cloud.Call call : calls) {
            if (call.beginsListing() && end != null) {
                break;
            }
            within |= call.beginsListing() && call.at().isAfter(interrupted);
            if (within && call.isListing()) {
                end = call.answeredAt();
            }
        }
        if (end == null || end.isAfter(bought)) {
            throw new IllegalStateException("bought before a listing could show the loss: try again");
        }
        return end;
    }

    /** The value that this share of all values does not exceed. */
    static double percentile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
