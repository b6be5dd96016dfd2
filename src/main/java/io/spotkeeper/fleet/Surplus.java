package io.spotkeeper.fleet;

import java.util.List;

/**
 * Who is not wanted any more, and what becomes of them.
 *
 * @param members who
 * @param reason why
 * @param leaving what becomes of them
 */
record Surplus(List<Member> members, Farewell.Reason reason, GroupTerms.Leaving leaving) {
    Surplus {
        members = List.copyOf(members);
    }

    /** Of these members; those that the cloud protects stay. */
    static Surplus of(Fleet fleet, Situation situation, List<Member> sound) {
        GroupTerms group = fleet.group();
        if (group == null) {
            return new Surplus(
                    ScaleIn.victims(situation, sound, fleet.target()),
                    Farewell.Reason.SCALE_IN,
                    GroupTerms.Leaving.TERMINATE);
        }
        if (group.expired(situation.now())) {
            return new Surplus(
                    sound.stream().filter(m -> !m.guarded()).toList(),
                    Farewell.Reason.EXPIRED,
                    group.expiry());
        }
        return new Surplus(
                Shares.surplus(group, situation, sound), Farewell.Reason.SCALE_IN, group.excess());
    }

    /** The action that lets the first of them go. */
    Action leaving(int count) {
        List<Member> now = members.subList(0, count);
        return switch (leaving) {
            case TERMINATE -> new Action.Terminate(now, reason);
            case RETAIN -> new Action.Release(now, reason);
        };
    }

    /** What the fleet is in meanwhile. */
    Reason state() {
        return reason == Farewell.Reason.EXPIRED ? Reason.EXPIRED : Reason.SCALING_IN;
    }

    /** What is done to them, in the words of next actions. */
    String verb() {
        return switch (leaving) {
            case TERMINATE -> "Terminate";
            case RETAIN -> "Release";
        };
    }

    /** The same for a person. */
    String message() {
        String doing =
                switch (leaving) {
                    case TERMINATE -> "Terminating ";
                    case RETAIN -> "Releasing ";
                };
        return doing
                + members.size()
                + (reason == Farewell.Reason.EXPIRED
                        ? " since the group ended (spec.validUntil)"
                        : " more than the target needs");
    }
}
