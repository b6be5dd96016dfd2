package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.OrphanCollector.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what was found without an owner: in the log, in a metric, and as Events on the account that
 * pays for it, since the object that would be told about is the one that does not exist.
 */
public final class OrphanReport {
    private static final Logger log = LoggerFactory.getLogger(OrphanReport.class);

    private static final String ORPHANS = "spotkeeper.orphans";

    /** Leaves room for the ids in an Event's message. */
    private static final int MAX_CAUSE = 300;

    /** Where Events go: one says that this happened to these instances. */
    @FunctionalInterface
    public interface Events {
        /** One Event, or as many as the ids need. */
        void listing(HasMetadata about, String reason, String title, List<String> ids);
    }

    private record Notice(String reason, String title) {}

    private final Events events;
    private final MeterRegistry meters;

    /** Reports to these. */
    public OrphanReport(Events events, MeterRegistry meters) {
        this.events = events;
        this.meters = meters;
    }

    /** Shows how many instances of a region have no owner, as long as the registry lives. */
    void show(String provider, String region, IntSupplier ownerless) {
        Tags tags = Tags.of("provider", provider, "region", region);
        if (meters.find(ORPHANS).tags(tags).gauge() != null) {
            return;
        }
        Gauge.builder(ORPHANS, ownerless::getAsInt)
                .description("Instances without an owner in the latest look")
                .tags(tags)
                .register(meters);
        terminated(provider, region);
    }

    private Counter terminated(String provider, String region) {
        return Counter.builder("spotkeeper.orphans.terminated")
                .description("Orphans that were terminated")
                .tags("provider", provider, "region", region)
                .register(meters);
    }

    /**
     * Tells of one look at a region.
     *
     * @param accounts those that use the access key it was listed with
     */
    void tell(
            String provider,
            String region,
            List<Finding> findings,
            List<? extends HasMetadata> accounts) {
        findings.forEach(finding -> log(finding, provider, region));
        for (HasMetadata account : accounts) {
            Map<Notice, List<String>> notices = new LinkedHashMap<>();
            for (Finding finding : findings) {
                if (concerns(finding, account, accounts)) {
                    notices.computeIfAbsent(notice(finding, region), _ -> new ArrayList<>())
                            .add(finding.orphan().id());
                }
            }
            notices.forEach(
                    (notice, ids) -> events.listing(account, notice.reason(), notice.title(), ids));
        }
    }

    /** The account of the namespace that the orphan came from; where that is gone, every one. */
    private static boolean concerns(
            Finding finding, HasMetadata account, List<? extends HasMetadata> accounts) {
        return cameFrom(finding, account) || accounts.stream().noneMatch(a -> cameFrom(finding, a));
    }

    private static boolean cameFrom(Finding finding, HasMetadata account) {
        return Ownership.namespaceTag(account.getMetadata().getNamespace())
                .equals(finding.orphan().tags().get(Ownership.NAMESPACE));
    }

    private static Notice notice(Finding finding, String region) {
        return switch (finding) {
            case Finding.Collected _ ->
                    new Notice(
                            "OrphanTerminated",
                            "Terminated in " + region + ", their fleets do not exist:");
            case Finding.Reported reported ->
                    new Notice(
                            "OrphanFound",
                            "Found in "
                                    + region
                                    + " without a fleet, not terminated ("
                                    + clipped(reported.why())
                                    + "):");
        };
    }

    private static String clipped(String why) {
        return why.length() > MAX_CAUSE ? why.substring(0, MAX_CAUSE) : why;
    }

    private void log(Finding finding, String provider, String region) {
        var line =
                log.atWarn()
                        .addKeyValue("instance", finding.orphan().id())
                        .addKeyValue("fleet", finding.orphan().tags().get(Ownership.FLEET));
        switch (finding) {
            case Finding.Collected _ -> {
                terminated(provider, region).increment();
                line.log("orphan terminated: its owner does not exist");
            }
            case Finding.Reported reported ->
                    line.log("orphan found, not terminated: {}", reported.why());
        }
    }
}
