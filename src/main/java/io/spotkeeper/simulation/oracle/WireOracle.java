package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.Observer;
import io.spotkeeper.simulation.OperatorProcess;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * I7: no process calls the cloud more often than its limits. I11: a token always stands for the
 * same request.
 */
final class WireOracle implements Observer {
    private static final long SECOND = 1_000_000_000L;

    /** Calls a second that Tencent's CVM takes from an account. */
    private static final Map<Call, Integer> RATES =
            Map.of(Call.LAUNCH, 10, Call.TERMINATE, 10, Call.UNTAG, 10, Call.TAG, 10);

    private record Lane(String process, Call call) {}

    private final Subjects subjects;
    private final Map<Lane, Deque<Long>> calls = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();

    WireOracle(Subjects subjects) {
        this.subjects = subjects;
    }

    @Override
    public void called(OperatorProcess process, Call call) {
        Integer limit = RATES.get(call);
        if (limit == null) {
            return;
        }
        Deque<Long> recent =
                calls.computeIfAbsent(new Lane(process.name(), call), _ -> new ArrayDeque<>());
        recent.add(subjects.now());
        while (recent.getFirst() <= subjects.now() - SECOND) {
            recent.removeFirst();
        }
        check(recent.size() <= limit, "I7", recent.size() + " " + call + " in a second");
    }

    @Override
    public void arrived(LaunchRequest request, String hash) {
        String body = bodies.putIfAbsent(request.token(), hash);
        check(body == null || body.equals(hash), "I11", "token " + request.token() + " reused");
    }
}
