package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The differential oracle: in what two worlds must agree that came to the same specification by
 * different ways, in a market with ample stock at fixed prices.
 *
 * <p>An operator of spot fleets leaves alone what runs and counts. So what was bought on the way
 * stays where it is, although it would be bought elsewhere now, and three things depend on the way:
 * the pools of what was bought before the last edit; the capacity that a limit of money leaves room
 * for beside these; and all of it while the fleet is paused. Nothing else may. And when all is lost
 * and bought again, nothing at all may.
 */
final class Agreement {
    private final Wish wish;

    private static final Set<Reason> LIMITS =
            EnumSet.of(Reason.BUDGET_REACHED, Reason.LAUNCH_RATE_REACHED);

    Agreement(Wish wish) {
        this.wish = wish;
    }

    /**
     * What the worlds disagree in after the last edit; absent when in nothing.
     *
     * @param lately what was bought under the last spec on the way
     */
    @Nullable String arrived(Rest walked, Rest direct, List<Instance> lately) {
        if (wish.paused()) {
            return walked.reason() == direct.reason() ? null : differ("reason", walked, direct);
        }
        boolean limited = wish.limits().maxHourlyCost() != null;
        boolean poor = limited && Math.min(walked.instances(), direct.instances()) < wish.target();
        if (!poor && walked.instances() != direct.instances()) {
            return differ("capacity", walked, direct);
        }
        if (!poor && walked.reason() != direct.reason()) {
            return differ("reason", walked, direct);
        }
        for (Instance instance : lately) {
            CapacityPool pool = Rest.pool(instance);
            if (!limited && !direct.pools().containsKey(pool)) {
                return differ("pool of " + instance.id(), walked, direct);
            }
        }
        return null;
    }

    /** What they disagree in after everything was lost and bought again; absent when in nothing. */
    @Nullable String renewed(Rest walked, Rest direct) {
        // Where both limits hold, what was launched before decides which of them is met first.
        boolean heldBack = LIMITS.contains(walked.reason()) && LIMITS.contains(direct.reason());
        boolean agree =
                heldBack
                        ? walked.instances() == direct.instances()
                                && walked.pools().equals(direct.pools())
                        : walked.equals(direct);
        return agree ? null : differ("what was bought again", walked, direct);
    }

    private String differ(String what, Rest walked, Rest direct) {
        return "%s: walked to %s, but %s directly, for %s".formatted(what, walked, direct, wish);
    }
}
