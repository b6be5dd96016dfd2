package io.spotkeeper.fleet;

import java.util.function.Predicate;

/** What open intents may still bring, beyond what is seen of it already. */
final class Landing {
    private Landing() {}

    /** Capacity in these pools, thousandths. */
    static long capacity(Situation situation, Predicate<CapacityPool> where) {
        return situation.record().ledger().intents().stream()
                .filter(intent -> where.test(intent.pool()))
                .mapToLong(intent -> unseen(intent, situation) * intent.weight())
                .sum();
    }

    /** Instances of one intent. */
    static int unseen(LaunchIntent intent, Situation situation) {
        FleetView view = situation.view();
        Ledger ledger = situation.record().ledger();
        long seen = view.members().stream().filter(m -> m.boughtBy(intent)).count();
        long leaving = intent.instanceIds().stream().filter(ledger::leaving).count();
        int promised =
                intent.instanceIds().isEmpty() ? intent.count() : intent.instanceIds().size();
        return (int) Math.max(0, promised - seen - leaving);
    }
}
