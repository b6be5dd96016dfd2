package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.RequestStatus;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.GroupOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What keeps the cloud's group from being made or changed; what is there is mirrored all the same.
 */
final class GroupHold {
    private final GroupScene scene;

    GroupHold(GroupScene scene) {
        this.scene = scene;
    }

    /** Why nothing is to be asked of the cloud. */
    Optional<Verdict> reason() {
        AutoLaunchGroupSpec spec = scene.spec();
        if (expired()) {
            return Optional.of(
                    Verdict.notReady(
                            ConditionReason.Expired,
                            "The group ended at "
                                    + spec.validUntil()
                                    + "; change spec.validUntil to go on"));
        }
        Optional<String> objection = ProviderOrder.objection(spec);
        if (objection.isPresent()) {
            return objection.map(why -> Verdict.notReady(ConditionReason.InvalidTemplate, why));
        }
        if (scene.cloud().limited()) {
            return Optional.of(
                    Verdict.notReady(
                            ConditionReason.NotOffered,
                            "The CloudAccount has spec.limits, which the cloud's own groups know"
                                    + " nothing of, so none is made or changed. Use an AutoLaunchGroup"
                                    + " with management Operator, or a CloudAccount without limits"));
        }
        if (spec.paused()) {
            return Optional.of(
                    Verdict.notReady(
                            ConditionReason.Paused,
                            "The cloud's group is left as it is, and none is made"));
        }
        return spec.dryRun() ? Optional.of(checked()) : Optional.empty();
    }

    /** Whether the window is over. */
    boolean expired() {
        Instant until = scene.spec().validUntil();
        return until != null && !scene.time().now().isBefore(until);
    }

    /** A dry run: the cloud looks at the request once, and again only when it is another. */
    private Verdict checked() {
        GroupOrder order = scene.wanted();
        String fingerprint = ProviderOrder.fingerprint(order) + order.once() + order.terms().name();
        CallOutcome outcome = scene.memory().checked(fingerprint);
        if (!(outcome instanceof CallOutcome.Accepted)
                && scene.memory().pause(scene.nanos()).isZero()) {
            outcome = scene.groups().check(order, scene.deadline());
            scene.memory().checked(fingerprint, outcome);
            if (!(outcome instanceof CallOutcome.Accepted)) {
                scene.memory()
                        .refused(scene.nanos(), scene.timing().inventoryInterval(), Duration.ZERO);
            }
        }
        if (outcome == null) {
            return dry("The cloud is asked again whether it would take the request");
        }
        return switch (outcome) {
            case CallOutcome.Accepted _ ->
                    dry("The cloud checked the request and would take it; nothing is bought");
            case CallOutcome.Unknown _ ->
                    dry("The cloud did not say whether it would take the request");
            case CallOutcome.Refused(CloudFailure failure) ->
                    Verdict.notReady(
                            Verdict.reason(failure),
                            "Dry run: the cloud would refuse: "
                                    + failure.message()
                                    + " ("
                                    + failure.code()
                                    + ")");
        };
    }

    private static Verdict dry(String message) {
        return Verdict.notReady(ConditionReason.DryRun, message);
    }

    /** A request that was made and whose group is gone: another is made for another spec only. */
    Optional<Verdict> spent(CloudGroupStatus group) {
        RequestStatus request = scene.store().status().request();
        GroupOrder wanted = scene.wanted();
        if (request == null
                || !wanted.once()
                || group.id() == null
                || group.endingSince() != null
                || !ProviderOrder.fingerprint(wanted).equals(request.fingerprint())) {
            return Optional.empty();
        }
        String gone =
                "The cloud's group "
                        + group.name()
                        + " was deleted there; a request is made once, so change the spec to make"
                        + " another";
        return Optional.of(
                request.completedAt() != null
                        ? new Verdict(
                                ConditionReason.RequestCompleted,
                                true,
                                gone + ". It had delivered " + request.delivered())
                        : Verdict.notReady(ConditionReason.RequestFailed, gone));
    }
}
