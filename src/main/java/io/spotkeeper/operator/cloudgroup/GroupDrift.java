package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.CloudGroupOrder;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the cloud's group differs from what is wanted, in fields of the spec. What the cloud does
 * not tell is taken to be right: nothing may be changed, and nothing taken down, for a silence.
 *
 * @param inPlace what an update changes
 * @param fixed what the cloud cannot change
 */
record GroupDrift(List<String> inPlace, List<String> fixed) {
    /** The end of the window, in {@link #fixed}. */
    static final String END = "validUntil";

    GroupDrift {
        inPlace = List.copyOf(inPlace);
        fixed = List.copyOf(fixed);
    }

    /**
     * Compares.
     *
     * @param made what the cloud was asked for; absent of a group that was found by its name alone
     */
    static GroupDrift between(GroupOrder wanted, @Nullable CloudGroupOrder made, GroupFacts shown) {
        List<String> inPlace = new ArrayList<>();
        List<String> fixed = new ArrayList<>();
        terms(wanted.terms(), made, shown, inPlace, fixed);
        if (made == null) {
            seen(wanted, shown, fixed);
        } else {
            recorded(ProviderOrder.kept(wanted), made, fixed);
        }
        return new GroupDrift(inPlace, fixed);
    }

    // ---- what can be changed ----

    private static void terms(
            GroupOrder.Terms wanted,
            @Nullable CloudGroupOrder made,
            GroupFacts shown,
            Collection<String> inPlace,
            Collection<String> fixed) {
        note(inPlace, "displayName", differs(wanted.name(), shown.name()));
        note(inPlace, "targetCapacity", differs(number(wanted.target()), shown.target()));
        note(inPlace, "stableCapacity", differs(number(wanted.stable()), shown.stable()));
        note(
                inPlace,
                "excessCapacityBehavior",
                differs(wanted.terminatesExcess(), shown.terminatesExcess()));
        note(
                inPlace,
                "expirationBehavior",
                differs(wanted.terminatesAtExpiry(), shown.terminatesAtExpiry()));
        price(wanted.spotPrice(), made, shown.spotPrice(), inPlace, fixed);
        if (made != null && !Objects.equals(wanted.guaranteePlanId(), made.guaranteePlanId())) {
            // An absent field of an update leaves what is there.
            (wanted.guaranteePlanId() == null ? fixed : inPlace).add("guaranteePlanId");
        }
    }

    // It can be changed and not taken back. A price that is shown and was never asked for is a
    // default of the cloud's: a group made anew would show it again.
    private static void price(
            @Nullable BigDecimal wanted,
            @Nullable CloudGroupOrder made,
            @Nullable BigDecimal shown,
            Collection<String> inPlace,
            Collection<String> fixed) {
        BigDecimal asked =
                made == null || made.spotPrice() == null ? null : new BigDecimal(made.spotPrice());
        if (wanted == null) {
            note(fixed, "spotPrice", asked != null);
        } else if (shown != null) {
            note(inPlace, "spotPrice", differs(wanted, shown));
        } else if (made != null) {
            note(inPlace, "spotPrice", asked == null || differs(wanted, asked));
        }
    }

    // ---- what cannot ----

    private static void recorded(
            CloudGroupOrder wanted, CloudGroupOrder made, Collection<String> fixed) {
        note(fixed, "type", wanted.type() != made.type());
        note(fixed, "validSince", !Objects.equals(wanted.validSince(), made.validSince()));
        note(fixed, END, !Objects.equals(wanted.validUntil(), made.validUntil()));
        note(fixed, "allocationStrategy", wanted.allocationStrategy() != made.allocationStrategy());
        note(fixed, "supplyOption", wanted.supplyOption() != made.supplyOption());
        note(fixed, "regions[0].region", !Objects.equals(wanted.region(), made.region()));
        note(
                fixed,
                "regions[0].launchTemplate",
                !Objects.equals(wanted.launchTemplate(), made.launchTemplate()));
        note(fixed, "regions[0].overrides", !Objects.equals(wanted.overrides(), made.overrides()));
    }

    private static void seen(GroupOrder wanted, GroupFacts shown, Collection<String> fixed) {
        note(fixed, "type", differs(wanted.once(), shown.once()));
        note(
                fixed,
                "validSince",
                wanted.validSince() != null && differs(wanted.validSince(), shown.validSince()));
        note(
                fixed,
                END,
                wanted.validUntil() != null && differs(wanted.validUntil(), shown.validUntil()));
        note(fixed, "allocationStrategy", differs(wanted.strategy(), shown.strategy()));
        GroupFacts.Source source = shown.source();
        if (source != null) {
            GroupOrder.Source ours = wanted.source();
            note(fixed, "regions[0].region", differs(ours.region(), source.region()));
            note(
                    fixed,
                    "regions[0].launchTemplate",
                    differs(ours.templateId(), source.templateId())
                            || otherVersion(ours.templateVersion(), source.templateVersion()));
            note(fixed, "regions[0].overrides", poolsDiffer(ours.pools(), source.pools()));
        }
    }

    private static boolean otherVersion(int wanted, @Nullable String shown) {
        return shown != null
                && !shown.equals(String.valueOf(wanted))
                && !shown.equals(wanted + ".0");
    }

    private static boolean poolsDiffer(List<GroupOrder.Pool> wanted, List<GroupFacts.Pool> shown) {
        if (wanted.size() != shown.size()) {
            return !shown.isEmpty();
        }
        List<GroupOrder.Pool> ours =
                wanted.stream()
                        .sorted(
                                Comparator.comparing(GroupOrder.Pool::zone)
                                        .thenComparing(GroupOrder.Pool::instanceType))
                        .toList();
        List<GroupFacts.Pool> theirs =
                shown.stream()
                        .sorted(
                                Comparator.comparing(GroupFacts.Pool::zone)
                                        .thenComparing(GroupFacts.Pool::instanceType))
                        .toList();
        for (int i = 0; i < ours.size(); i++) {
            if (differs(ours.get(i), theirs.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean differs(GroupOrder.Pool wanted, GroupFacts.Pool shown) {
        return !wanted.zone().equals(shown.zone())
                || !wanted.instanceType().equals(shown.instanceType())
                || differs(wanted.spotPrice(), shown.spotPrice())
                || differs(number(wanted.priority()), shown.priority())
                || differs(wanted.weight(), shown.weight());
    }

    private static BigDecimal number(int value) {
        return BigDecimal.valueOf(value);
    }

    private static boolean differs(@Nullable BigDecimal wanted, @Nullable BigDecimal shown) {
        return wanted != null && shown != null && wanted.compareTo(shown) != 0;
    }

    private static <T> boolean differs(T wanted, @Nullable T shown) {
        return shown != null && !shown.equals(wanted);
    }

    private static void note(Collection<String> fields, String field, boolean differs) {
        if (differs) {
            fields.add(field);
        }
    }
}
