package io.spotkeeper.operator.group;

import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the cloud's group differs from what is wanted. What the cloud does not tell is taken to be
 * right: nothing may be changed, and nothing taken down, for a silence.
 *
 * @param inPlace whether an update is due
 * @param fixed fields of the spec that differ and that the cloud cannot change
 */
record GroupDrift(boolean inPlace, List<String> fixed) {
    GroupDrift {
        fixed = List.copyOf(fixed);
    }

    static GroupDrift between(GroupOrder wanted, GroupFacts shown) {
        GroupOrder.Terms terms = wanted.terms();
        boolean inPlace =
                differs(terms.name(), shown.name())
                        || differs(BigDecimal.valueOf(terms.target()), shown.target())
                        || differs(BigDecimal.valueOf(terms.stable()), shown.stable())
                        || differs(terms.terminatesExcess(), shown.terminatesExcess())
                        || differs(terms.terminatesAtExpiry(), shown.terminatesAtExpiry())
                        || terms.spotPrice() != null
                                && (shown.spotPrice() == null
                                        || differs(terms.spotPrice(), shown.spotPrice()));
        List<String> fixed = new ArrayList<>();
        note(fixed, "type", differs(wanted.once(), shown.once()));
        note(fixed, "validSince", moved(wanted.validSince(), shown.validSince()));
        note(fixed, "validUntil", moved(wanted.validUntil(), shown.validUntil()));
        note(fixed, "allocationStrategy", differs(wanted.strategy(), shown.strategy()));
        // An absent field of an update leaves the price as it is: it can be changed, not removed.
        note(fixed, "spotPrice", terms.spotPrice() == null && shown.spotPrice() != null);
        if (shown.source() != null) {
            compare(wanted.source(), shown.source(), fixed);
        }
        return new GroupDrift(inPlace, fixed);
    }

    private static void compare(
            GroupOrder.Source wanted, GroupFacts.Source shown, List<String> fixed) {
        note(fixed, "regions[0].region", differs(wanted.region(), shown.region()));
        note(
                fixed,
                "regions[0].launchTemplate",
                differs(wanted.templateId(), shown.templateId())
                        || shown.templateVersion() != null
                                && !sameVersion(wanted.templateVersion(), shown.templateVersion()));
        note(fixed, "regions[0].overrides", poolsDiffer(wanted.pools(), shown.pools()));
    }

    private static boolean sameVersion(int wanted, String shown) {
        return shown.equals(String.valueOf(wanted)) || shown.equals(wanted + ".0");
    }

    private static boolean poolsDiffer(List<GroupOrder.Pool> wanted, List<GroupFacts.Pool> shown) {
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
        if (ours.size() != theirs.size()) {
            return true;
        }
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
                || wanted.spotPrice() != null && differs(wanted.spotPrice(), shown.spotPrice())
                || wanted.spotPrice() == null && shown.spotPrice() != null
                || differs(BigDecimal.valueOf(wanted.priority()), shown.priority())
                || differs(wanted.weight(), shown.weight());
    }

    private static boolean differs(@Nullable BigDecimal wanted, @Nullable BigDecimal shown) {
        return wanted != null && shown != null && wanted.compareTo(shown) != 0;
    }

    private static <T> boolean differs(T wanted, @Nullable T shown) {
        return shown != null && !shown.equals(wanted);
    }

    // Absent on one side only is a change as well: the service shows the window it was given.
    private static boolean moved(@Nullable Instant wanted, @Nullable Instant shown) {
        return !Objects.equals(
                wanted == null ? null : wanted.truncatedTo(ChronoUnit.SECONDS), shown);
    }

    private static void note(List<String> fields, String field, boolean differs) {
        if (differs) {
            fields.add(field);
        }
    }
}
